import { test } from 'vitest'

/** `test` where nothing is missing, else a loud skip; under CI what is missing is a failure. */
export function testUnless(missing: string | undefined, env = process.env): typeof test {
  if (missing === undefined) return test
  if (env.CI) throw new Error(missing)
  console.warn(`SKIPPED, ${missing}`)
  return test.skip as unknown as typeof test
}
