import { type Browser, chromium } from 'playwright-core'
import type { test } from 'vitest'
import { findChromium } from '../../scripts/chromium.mjs'
import { testUnless } from './test-unless.ts'

const found = await findChromium()

/** Why there is no Chromium here; nothing when there is one. */
export const missingChromium: string | undefined =
  found === undefined
    ? 'no Chromium for this platform: set CHROMIUM_PATH or install chromium'
    : undefined

/** `test` where there is a Chromium, else a loud skip; under CI a missing browser fails. */
export const chromiumTest: typeof test = testUnless(missingChromium)

/**
 * A browser with a new, empty profile that calls nobody by itself. The caller closes it.
 *
 * @param options - added to this process's environment, and to the browser's arguments
 */
export function launchChromium({
  env = {},
  args = [],
}: {
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
} = {}): Promise<Browser> {
  if (found === undefined) throw new Error('no Chromium here')
  return chromium.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env, ...env } as Record<string, string>,
    chromiumSandbox: false,
    args: [
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  })
}
