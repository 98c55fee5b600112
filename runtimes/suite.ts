import * as token from '@symbolon/token'
import { hmacSha256 } from '../packages/token/dist/hash/hmac-sha256.js'
import { md5Hex } from '../packages/token/dist/platform/portable.js'
import official from '../vectors/agora-vectors.json' with { type: 'json' }
import rfc4231 from '../vectors/rfc4231.json' with { type: 'json' }
import { runVectorSuite } from '../vectors/suite/run.ts'
import type { SuiteOptions, SuiteResult, Vectors } from '../vectors/suite/types.ts'

export interface Report extends SuiteResult {
  /** which hashes the import conditions of this runtime chose */
  readonly hashes: 'node:crypto' | '@noble/hashes'
}

/** The vector suite, as a report that can be printed. */
export function report(options: SuiteOptions = {}): Report {
  const vectors = { official, hmac: rfc4231.vectors } as unknown as Vectors
  const result = runVectorSuite({ ...token, hmacSha256, md5Hex }, vectors, options)
  const ofNode = hmacSha256(new Uint8Array(1), new Uint8Array(1)).constructor.name === 'Buffer'
  return { ...result, hashes: ofNode ? 'node:crypto' : '@noble/hashes' }
}
