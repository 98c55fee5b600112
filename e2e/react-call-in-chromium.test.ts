import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, vi } from 'vitest'
import { openPages } from './emulator/support/browser.ts'
import { appId, startGateway, token } from './emulator/support/emulator.ts'
import type { Member } from './pages/react-call.ts'
import { chromiumTest } from './support/chromium.ts'
import { certificate, runningEmulator } from './support/running-emulator.ts'
import { tokenServer } from './support/token-server.ts'

const folder = join(import.meta.dirname, 'pages')

async function openReactPage(what: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Promise<Page> {
  const { outputFiles } = await build({
    ...what,
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"development"' }, // StrictMode does nothing else
    logLevel: 'error',
  })
  const html =
    '<!doctype html><title>React</title><div id="app"></div><script src="/app.js"></script>'
  const opened = await openPages({ '/index.html': html, '/app.js': outputFiles[0]!.text })
  onTestFinished(() => opened.close())
  return opened.page
}

chromiumTest(
  'agora-rtc-react, strict: in, renewed, put out, and in again with its video',
  async () => {
    const { emulator, gateway, faults, close } = await startGateway({ media: true })
    onTestFinished(close)
    const page = await openReactPage({ entryPoints: [join(folder, 'react-call.ts')] })
    const events = (uid: number) =>
      page.evaluate(
        (one) => call.events.filter(([of]) => of === one).map((event) => event.slice(1).join(' ')),
        uid,
      )
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
      const times = (wanted: string) =>
        emulator.log.entries().filter(({ type }) => type === wanted).length
      expect([times('joined'), times('left')]).toEqual([4, 4]) // each member twice
    })
    expect(faults).toEqual([])
  },
)

/** The example as it is printed, and a page around it. */
function readmeExample(): string {
  const readme = readFileSync(join(import.meta.dirname, '../packages/client/README.md'), 'utf8')
  const [, example] = /```jsx\n([\s\S]*?)```/.exec(readme)!
  return `${example}
    import { connectEmulator } from '@symbolon/emulator/browser'
    import AgoraRTC, { AgoraRTCProvider } from 'agora-rtc-react'
    import { createRoot } from 'react-dom/client'

    const client = AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' })
    const root = createRoot(document.getElementById('app'))
    globalThis.showExample = ({ host, ...props }) => {
      connectEmulator(client, { host })
      root.render(<AgoraRTCProvider client={client}><Call {...props} /></AgoraRTCProvider>)
    }`
}

chromiumTest('the example of the README joins, tells of a refusal, and hangs up', async () => {
  const emulator = await runningEmulator()
  const server = await tokenServer({ APP_ID: appId, APP_CERTIFICATE: certificate })
  const page = await openReactPage({
    stdin: { contents: readmeExample(), loader: 'jsx', resolveDir: folder },
  })
  const show = (props: object) =>
    page.evaluate(
      (given) =>
        (globalThis as unknown as { showExample: (props: object) => void }).showExample(given),
      {
        ...{ host: `localhost:${emulator.port}`, url: `${server.url}/v1/tokens` },
        ...{ appId, channel: 'lobby', uid: 7, calling: true, ...props },
      },
    )
  const happens = (type: string) =>
    vi.waitFor(
      () => expect(emulator.happened(7).map((entry) => entry.type)).toContain(type),
      10_000,
    )
  await show({})
  await happens('joined')
  await page.getByText('You may enter').waitFor()
  await show({ calling: false })
  await happens('left')
  await server.stop()
  await show({ channel: 'stage' })
  await page.getByText('TOKEN_SERVER_UNREACHABLE: try again').waitFor()
  await server.start()
  await page.evaluate(() => document.querySelector('button')?.click()) // unless it came by itself
  await page.getByText('You may enter').waitFor()
})
