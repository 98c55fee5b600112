import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, onTestFinished } from 'vitest'
import { openPages } from './emulator/support/browser.ts'
import { SdkClient } from './emulator/support/client.ts'
import { token } from './emulator/support/emulator.ts'
import { sdkFile } from './emulator/support/sdk-version.ts'
import { chromiumTest } from './support/chromium.ts'
import { appId, certificate, runningEmulator } from './support/running-emulator.ts'
import { tokenServer } from './support/token-server.ts'

const lifeSeconds = 40

/** Two tabs with the unmodified SDK: one whose client is kept in its channel, one that is driven from the test. */
async function openTabs() {
  const { outputFiles } = await build({
    entryPoints: ['kept-client.ts', 'sdk.ts'].map((name) =>
      join(import.meta.dirname, 'pages', name),
    ),
    bundle: true,
    write: false,
    outdir: '/',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  })
  const [kept, sdk] = outputFiles.map(({ text }) => text)
  const html = (script: string) =>
    `<!doctype html><body><script src="/${script}"></script><script src="/agora.js"></script>`
  const opened = await openPages({
    '/index.html': html('sdk.js'),
    '/kept.html': html('kept.js'),
    '/agora.js': readFileSync(sdkFile),
    '/kept.js': kept!,
    '/sdk.js': sdk!,
  })
  onTestFinished(() => opened.close())
  const host = await opened.newPage()
  await host.goto(host.url().replace('index', 'kept'))
  return { host, viewerPage: opened.page }
}

chromiumTest(
  'three renewals, an outage past the end, and back with its video',
  async () => {
    const emulator = await runningEmulator()
    const server = await tokenServer({ APP_ID: appId, APP_CERTIFICATE: certificate })
    const { host, viewerPage } = await openTabs()
    const viewer = await SdkClient.create(
      viewerPage,
      { proxy: emulator.port },
      { role: 'audience' },
    )
    const issuedAt = Math.floor(Date.now() / 1000)
    await viewer.join({ appId, channel: 'lobby', uid: 2, token: token({ uid: '2', issuedAt }) })
    const watches = async () => {
      await viewer.hears('user-published', 1, 'video')
      await viewer.subscribe(1, 'video')
      await viewer.moves(1, 'video')
    }
    const happens = (event: string, times = 1) =>
      host.waitForFunction(([one, count]) => kept.count(one) >= count, [event, times] as const, {
        timeout: 2 * lifeSeconds * 1000,
      })

    const url = `${server.url}/v1/tokens`
    await host.evaluate((wish) => kept.join(wish), { appId, url, port: emulator.port, lifeSeconds })
    await watches()
    for (const times of [1, 2, 3]) {
      await happens('renewed', times)
      await viewer.moves(1, 'video')
    }
    const renewal = ['token', 'renewed']
    expect(await host.evaluate(() => kept.events)).toEqual([
      ...['token', 'CONNECTING', 'CONNECTED'],
      ...[...renewal, ...renewal, ...renewal],
    ])
    expect((await viewer.events()).map(([name]) => name)).not.toContain('user-unpublished')

    await server.stop()
    await happens('did-expire')
    await viewer.hears('user-left', 1)
    expect(emulator.happened(1)).toContainEqual(
      expect.objectContaining({ type: 'left', reason: 'token expired' }),
    )
    expect(await host.evaluate(() => kept.count('TOKEN_SERVER_UNREACHABLE'))).toBeGreaterThan(0)

    await server.start()
    await happens('CONNECTED', 2)
    await watches()
  },
  300_000,
)
