import * as token from '@symbolon/token'
import { hmacSha256 } from '../../packages/token/dist/hash/hmac-sha256.js'
import { md5Hex } from '../../packages/token/dist/platform/portable.js'
import { runVectorSuite } from '../../vectors/suite/run.ts'
import type { SuiteResult } from '../../vectors/suite/types.ts'

declare global {
  var runVectors: () => Promise<SuiteResult>
}

/** Called by the test: the suite as a web page runs it, with the vectors fetched from where the page came from. */
globalThis.runVectors = async () => {
  const [official, rfc4231] = await Promise.all(
    ['/agora-vectors.json', '/rfc4231.json'].map(async (path) => (await fetch(path)).json()),
  )
  return runVectorSuite({ ...token, hmacSha256, md5Hex }, { official, hmac: rfc4231.vectors })
}
