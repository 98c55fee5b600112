import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, onTestFinished, vi } from 'vitest'
import { openPages } from './emulator/support/browser.ts'
import { appId, startGateway, token } from './emulator/support/emulator.ts'
import type { Member } from './pages/react-call.ts'
import { chromiumTest } from './support/chromium.ts'

/** @returns with what happened to one member, in order */
async function openReactPage() {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'pages', 'react-call.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"development"' }, // StrictMode does nothing else
    logLevel: 'error',
  })
  const html =
    '<!doctype html><title>React</title><div id="app"></div><script src="/app.js"></script>'
  const opened = await openPages({ '/index.html': html, '/app.js': outputFiles[0]!.text })
  onTestFinished(() => opened.close())
  const { page } = opened
  const events = (uid: number) =>
    page.evaluate(
      (one) => call.events.filter(([of]) => of === one).map((event) => event.slice(1).join(' ')),
      uid,
    )
  return { page, events }
}

chromiumTest(
  'agora-rtc-react, strict: in, renewed, put out, and in again with its video',
  async () => {
    const { emulator, gateway, faults, close } = await startGateway({ media: true })
    onTestFinished(close)
    const { page, events } = await openReactPage()
    let down = false
    const asked: number[] = []
    await page.exposeFunction('fetchToken', (channel: string, uid: number) => {
      asked.push(uid)
      if (down) throw new Error('down')
      const issuedAt = Math.floor(emulator.clock.now())
      // a shorter life than it has, so that the client, whose clock does not jump, tries again soon
      return {
        token: token({ channel, uid: `${uid}`, join: 60, issuedAt }),
        issuedAt,
        expiresAt: issuedAt + 10,
      }
    })
    const roles = ['host', 'audience'] as const
    const members = roles.map((role, at): Member => {
      return { appId, channel: 'lobby', uid: at + 1, role, port: gateway.port }
    })
    await page.evaluate((wish) => call.show(wish), members)
    await page.evaluate(() => call.moves(15))
    expect(asked.toSorted()).toEqual([1, 2])
    expect(await events(1)).toEqual(['join', 'publish'])

    emulator.clock.advance('40s') // the SDK warns
    for (const uid of [1, 2]) await page.waitForFunction((one) => call.has(one, 'renewToken'), uid)
    await page.evaluate(() => call.moves(15))

    down = true
    emulator.clock.advance('90s')
    const expired = 'token-privilege-did-expire'
    for (const uid of [1, 2]) {
      await page.waitForFunction((wanted) => call.has(...wanted), [uid, expired] as const)
    }
    down = false
    await page.evaluate(() => call.moves(15))
    const again = (await events(1)).filter((event) => event !== 'renewToken')
    expect(again).toEqual([
      ...['join', 'publish', expired],
      ...['error TOKEN_SERVER_UNREACHABLE', 'join', 'publish'],
    ])
    await page.evaluate(() => call.close())
    await vi.waitFor(() => {
      const left = emulator.log.entries().filter(({ type }) => type === 'left')
      expect(left).toHaveLength(2)
    })
    expect(faults).toEqual([])
  },
)
