import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import * as token from '@symbolon/token'
import { expect, test } from 'vitest'
import { runVectorSuite } from '../../../vectors/suite/run.ts'
import type { TokenApi, Vectors } from '../../../vectors/suite/types.ts'
import { hmacSha256 } from '../src/hash/hmac-sha256.ts'
import { md5Hex } from '../src/platform/node.ts'

const api: TokenApi = { ...token, hmacSha256, md5Hex }
const vectors: Vectors = {
  official: readVectors('agora-vectors.json'),
  hmac: readVectors('rfc4231.json').vectors,
}

function readVectors(file: string) {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../vectors', file), 'utf8'))
}

test('every official token, key and malformed token: payload, signature and, with zlib, text', () => {
  const { passed, failed } = runVectorSuite(api, vectors, { deflate: deflateSync })
  expect(failed).toEqual([])
  expect(passed).toBe(524 + 68 + 7)
})
