import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { startServer } from '@symbolon/server'
import type LegacySdk from 'agora-rtc-sdk'
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { chromiumTest, launchChromium, missingChromium } from './support/chromium.ts'
import { type Pages, servePages } from './support/pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-client-'))
let browser: Browser | undefined
let pages: Pages
let server: Awaited<ReturnType<typeof startServer>>
/** of the server, Unix seconds */
let now = Math.floor(Date.now() / 1000)

/** As an application's bundler would: what is loaded on demand is a file of its own. */
async function bundled(): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'pages', 'client.ts')],
    bundle: true,
    splitting: true,
    write: false,
    outdir: folder,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  })
  return Object.fromEntries(outputFiles.map(({ path, text }) => [`/${basename(path)}`, text]))
}

beforeAll(async () => {
  pages = await servePages({
    '/index.html': '<!doctype html><script type="module" src="/client.js"></script>',
    ...(await bundled()),
  })
  const silent = () => undefined
  server = await startServer({
    command: 'dev',
    lan: false,
    env: { PORT: '0', SYMBOLON_DATA_DIR: folder, SYMBOLON_DRAIN_SECONDS: '0' },
    cwd: folder,
    tokenNow: () => now,
    log: { info: silent, warn: silent, error: silent, close: silent },
  })
  if (missingChromium === undefined) browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await server.close(0.2)
  await pages.close()
  rmSync(folder, { recursive: true })
})

/** A new profile, and what its pages ask of the token server and load besides. */
async function profile() {
  const context = await browser!.newContext()
  const asked: string[] = []
  const loaded: string[] = []
  context.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (request.method() === 'OPTIONS') return
    if (origin === server.url) asked.push(`${request.method()} ${pathname}`)
    else loaded.push(pathname)
  })
  return { context, asked, loaded }
}

async function tab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${pages.url}/index.html`)
  await page.evaluate((url) => globalThis.openSource(url), `${server.url}${path}`)
  return page
}

const get = (page: Page) => page.evaluate(async () => (await globalThis.source.get()).token)

chromiumTest('two tabs make one request, and a third that comes later none', async () => {
  const { context, asked } = await profile()
  const two = [await tab(context, '/v1/tokens'), await tab(context, '/v1/tokens')]
  const [one, other] = await Promise.all(two.map(get))
  expect(one).toMatch(/^007/)
  expect(other).toBe(one)
  expect(await get(await tab(context, '/v1/tokens'))).toBe(one)
  expect(asked).toEqual(['POST /v1/tokens'])

  now += 60
  const renew = (page: Page) => page.evaluate(async () => (await globalThis.source.renew()).token)
  const renewed = await renew(two[0]!)
  expect(renewed).not.toBe(one)
  await two[1]!.waitForFunction((token) => globalThis.source.current?.token === token, renewed)
  expect(asked).toHaveLength(2)
})

chromiumTest('pages of other origins read the time of the server', async () => {
  const { context } = await profile()
  const page = await tab(context, '/v1/tokens')
  for (const path of ['/v1/tokens', '/access_token?channel=lobby&uid=7']) {
    const read = await page.evaluate(async (url) => {
      const method = url.includes('?') ? 'GET' : 'POST'
      const { headers } = await fetch(url, { method })
      return { date: headers.get('date'), hidden: headers.get('connection') }
    }, `${server.url}${path}`)
    expect(read).toEqual({ date: expect.stringMatching(/GMT$/), hidden: null })
  }
})

chromiumTest('what other token servers need is loaded for them alone', async () => {
  const { context, asked, loaded } = await profile()
  await get(await tab(context, '/v1/tokens'))
  const own = loaded.length
  const token = await get(await tab(context, '/rtc'))
  expect(token).toMatch(/^007/)
  expect(asked).toEqual(['POST /v1/tokens', 'GET /rtc/lobby/publisher/uid/7/'])
  const [first, second] = [loaded.slice(0, own), loaded.slice(own)]
  expect(first.filter((path) => /dialects|inspect/.test(path))).toEqual([])
  expect(second.filter((path) => /dialects|inspect/.test(path))).toHaveLength(2)
})

chromiumTest('a server that is down is one code, whatever the browser calls it', async () => {
  const { context } = await profile()
  const page = await context.newPage()
  await page.goto(`${pages.url}/index.html`)
  const code = await page.evaluate(async () => {
    globalThis.openSource('http://127.0.0.1:9/v1/tokens')
    return globalThis.source.renew().catch((error) => error.code)
  })
  expect(code).toBe('TOKEN_SERVER_UNREACHABLE')
})

chromiumTest('Web SDK 3.x calls back as 2.x did: its typings have a text in between', async () => {
  const { context } = await profile()
  await context.route(/^https:/, (route) => route.abort())
  const page = await context.newPage()
  await page.goto(`${pages.url}/index.html`)
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('agora-rtc-sdk') })
  const refused = page.evaluate(() => {
    const { AgoraRTC } = globalThis as unknown as { AgoraRTC: typeof LegacySdk }
    const client = AgoraRTC.createClient({ mode: 'live', codec: 'vp8' })
    client.join('007', 'lobby', 7)
    const source = globalThis.sourceOf({ token: '007', issuedAt: 1, expiresAt: 100 })
    return globalThis.attachAgoraWebLegacy(client, source, { channel: 'lobby', uid: 7 }).join()
  })
  await expect(refused).rejects.toThrow('INVALID_OPERATION') // it is joining already
})
