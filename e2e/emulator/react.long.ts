import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, vi } from 'vitest'
import { installAside } from '../../scripts/setup/install-aside.mjs'
import { missingChromium } from '../support/chromium.ts'
import { testUnless } from '../support/test-unless.ts'
import { openPages } from './support/browser.ts'
import { appId, startGateway, token } from './support/emulator.ts'

const folder = join(import.meta.dirname, '..', 'sdk-versions')
const uninstalled = await installAside(folder)
const missing = missingChromium ?? (uninstalled && `no agora-rtc-react: ${uninstalled}`)

/** What the page's own script makes known. */
declare const app: {
  readonly version: string
  readonly events: readonly (readonly unknown[])[]
  readonly framesDecoded: () => Promise<number>
  readonly moves: (count: number) => Promise<void>
  readonly close: () => void
  readonly show: (wish: { readonly port: number; readonly members: readonly object[] }) => void
}

testUnless(missing)('agora-rtc-react joins, publishes, shows a user, and renews', async () => {
  const { emulator, gateway, faults, close } = await startGateway({ media: true })
  onTestFinished(close)
  const page = await openReactPage()
  const fresh = (uid: number) =>
    token({ uid: `${uid}`, join: 60, issuedAt: Math.floor(emulator.clock.now()) })
  await page.exposeFunction('fetchToken', fresh)
  const members = [1, 2].map((uid) => ({ appId, channel: 'lobby', uid, token: fresh(uid) }))
  await page.evaluate((wish) => app.show(wish), { port: gateway.port, members })
  await page.evaluate(() => app.moves(15))
  expect(await page.evaluate(() => app.version)).toBe('4.24.2') // the package brings its own SDK

  for (let nth = 0; nth < 3; nth++) {
    emulator.clock.advance('40s')
    await page.waitForFunction(
      (times) => app.events.filter(([, name]) => name === 'renewed').length >= times,
      2 * (nth + 1),
    )
    await page.evaluate(() => app.moves(15))
  }
  const names = await page.evaluate(() => app.events.map(([, ...event]) => event.join(' ')))
  const renewal = ['token-privilege-will-expire', 'renewed']
  const connected = ['CONNECTING', 'CONNECTED'].map((state) => `connection-state-change ${state}`)
  expect(new Set(names)).toEqual(new Set([...connected, ...renewal]))
  await page.evaluate(() => app.close())
  await vi.waitFor(() => {
    const left = emulator.log.entries().filter(({ type }) => type === 'left')
    expect(left).toHaveLength(2)
  })
  expect(faults).toEqual([])
})

async function openReactPage(): Promise<Page> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [join(folder, 'pages', 'react.js')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  })
  const html =
    '<!doctype html><title>React</title><div id="app"></div><script src="/app.js"></script>'
  const opened = await openPages({ '/index.html': html, '/app.js': outputFiles[0]!.text })
  onTestFinished(() => opened.close())
  return opened.page
}
