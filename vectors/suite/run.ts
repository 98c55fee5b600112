import { checkHmac, checkMalformed, checkVector } from './checks.ts'
import type { SuiteOptions, SuiteResult, TokenApi, Vectors } from './types.ts'

/**
 * Runs every official known answer, every malformed token and the HMAC vectors of RFC 4231 against a token
 * library. Pure, and free of any test runner, so that Node, browsers, Deno, Bun and workerd run the same suite.
 */
export function runVectorSuite(
  api: TokenApi,
  vectors: Vectors,
  options: SuiteOptions = {},
): SuiteResult {
  const failed: { name: string; why: string }[] = []
  let passed = 0
  const attempt = (name: string, check: () => void): void => {
    try {
      check()
      passed += 1
    } catch (error) {
      failed.push({ name, why: error instanceof Error ? error.message : String(error) })
    }
  }
  for (const vector of vectors.official.vectors) {
    attempt(`${vector.id} ${vector.op ?? vector.format}`, () => checkVector(api, vector, options))
  }
  for (const malformed of vectors.official.negative) {
    attempt(`${malformed.format} ${malformed.name}`, () => checkMalformed(api, malformed))
  }
  for (const vector of vectors.hmac) {
    attempt(`RFC 4231 case ${vector.case}`, () => checkHmac(api, vector))
  }
  return { passed, failed }
}
