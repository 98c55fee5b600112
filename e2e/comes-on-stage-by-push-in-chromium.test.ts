import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownAuthority } from '@symbolon/server/project'
import { build } from 'esbuild'
import { expect, onTestFinished } from 'vitest'
import { openPages } from './emulator/support/browser.ts'
import { SdkClient } from './emulator/support/client.ts'
import { sdkFile } from './emulator/support/sdk-version.ts'
import { chromiumTest } from './support/chromium.ts'
import { startDevIn } from './support/dev.ts'

/** A project with co-host authentication, where roles count, and the key of its back end. */
async function keptProject(folder: string) {
  const authority = await ownAuthority({ env: { SYMBOLON_DATA_DIR: folder }, cwd: folder })
  const act = { by: { kind: 'owner', id: 'ana' }, at: Math.floor(Date.now() / 1000) } as const
  const { project } = await authority.console.create({ name: 'My app' }, act)
  await authority.console.change(project.appId, { coHost: true }, act)
  const scopes = ['tokens:issue', 'push:write'] as const
  const { text: key } = await authority.keys.create({ name: 'back end', scopes }, act)
  await authority.close()
  return { appId: project.appId, key }
}

/** Two tabs with the unmodified SDK: one of the audience, as docs/push.md has it, one that is driven from the test. */
async function openTabs() {
  const { outputFiles } = await build({
    entryPoints: ['pushed-audience.ts', 'sdk.ts'].map((name) =>
      join(import.meta.dirname, 'pages', name),
    ),
    ...{ bundle: true, write: false, outdir: '/', format: 'iife' },
    ...{ platform: 'browser', target: 'es2022' },
  })
  const [pushed, sdk] = outputFiles!.map(({ text }) => text)
  const html = (script: string) =>
    `<!doctype html><body><script src="/${script}"></script><script src="/agora.js"></script>`
  const opened = await openPages({
    '/index.html': html('sdk.js'),
    '/pushed.html': html('pushed.js'),
    '/agora.js': readFileSync(sdkFile),
    '/pushed.js': pushed!,
    '/sdk.js': sdk!,
  })
  onTestFinished(() => opened.close())
  const audience = await opened.newPage()
  await audience.goto(audience.url().replace('index', 'pushed'))
  return { audience, viewerPage: opened.page }
}

chromiumTest(
  'somebody of the audience is made a host by push, and publishes without joining again',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'symbolon-push-'))
    const { appId, key } = await keptProject(folder)
    const dev = await startDevIn(folder)
    onTestFinished(() => dev.close())
    const port = Number(new URL(dev.emulator).port)
    const post = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const sent = { method: 'POST', headers, body: JSON.stringify(body) }
      const reply = await fetch(dev.server + path, sent)
      return (await reply.json()) as { readonly token: string; readonly reached: number }
    }
    const { audience, viewerPage } = await openTabs()
    const viewer = await SdkClient.create(viewerPage, { proxy: port }, { role: 'audience' })
    const { token } = await post('/v1/tokens', { rtc: { channel: 'lobby', uid: 2 } })
    await viewer.join({ appId, channel: 'lobby', uid: 2, token })

    await audience.evaluate((wish) => pushed.join(wish), { appId, server: dev.server, port })
    await audience.waitForFunction(() => pushed.events.includes('listening'))
    const wish = { channel: 'lobby', uid: 1, role: 'publisher' }
    expect((await post(`/v1/projects/${appId}/push`, wish)).reached).toBe(1)

    await viewer.hears('user-published', 1, 'video')
    await viewer.subscribe(1, 'video')
    await viewer.moves(1, 'video')
    await audience.waitForFunction(() => pushed.events.includes('published'))
    const happened = await audience.evaluate(() => pushed.events)
    expect(happened.filter((event) => event !== 'listening')).toEqual([
      ...['CONNECTING', 'CONNECTED', 'publisher', 'published'],
    ])
  },
  120_000,
)
