import { type Browser, chromium } from 'playwright-core'
import { test } from 'vitest'
import { findChromium } from '../../scripts/chromium.mjs'

const found = await findChromium()

/** `test` where there is a Chromium, else a loud skip; under CI a missing browser fails. */
export const chromiumTest: typeof test = found === undefined ? withoutChromium() : test

function withoutChromium(): typeof test {
  const remedy = 'set CHROMIUM_PATH or install chromium'
  if (process.env.CI) throw new Error(`no Chromium for this platform: ${remedy}`)
  console.warn(`SKIPPED, no Chromium for this platform: ${remedy}`)
  return test.skip as unknown as typeof test
}

/** A browser with a new, empty profile that calls nobody by itself. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (found === undefined) throw new Error('no Chromium here')
  return chromium.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env } as Record<string, string>,
    chromiumSandbox: false,
    args: [
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
