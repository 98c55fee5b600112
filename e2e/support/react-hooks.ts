import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { Wish } from '../pages/react-hooks.ts'
import { launchChromium, missingChromium } from './chromium.ts'
import { type Pages, servePages } from './pages.ts'

let browser: Browser
let pages: Pages

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../pages/react-hooks.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"development"' }, // StrictMode does nothing else
  })
  pages = await servePages({
    '/index.html':
      '<!doctype html><div id="app"></div><script type="module" src="/hooks.js"></script>',
    '/hooks.js': outputFiles[0]!.text,
  })
  if (missingChromium === undefined) browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await pages.close()
})

export const hour = 3600

/** A token server whose answers the test decides, and a page of its own. */
export async function scene() {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.clock.install()
  const server = {
    ...{ status: 201, retryAfter: '', lifeSeconds: hour },
    ...{ asked: [] as string[], headers: [] as string[] },
  }
  const minted = async (what: string) => {
    const issuedAt = Math.floor((await page.evaluate(() => Date.now())) / 1000)
    const token = `007 ${what} ${server.asked.length}`
    return JSON.stringify({ token, issuedAt, expiresAt: issuedAt + server.lifeSeconds })
  }
  await page.route('**/v1/tokens', async (route: Route) => {
    const { rtc } = route.request().postDataJSON()
    server.asked.push(`${rtc.channel} ${rtc.role}`)
    server.headers.push(route.request().headers()['x-render']!)
    if (server.status === 0) return route.abort()
    const body = server.status === 201 ? await minted(`${rtc.channel} ${rtc.role}`) : '{}'
    const headers: Record<string, string> = server.retryAfter
      ? { 'retry-after': server.retryAfter }
      : {}
    const contentType = 'application/json'
    await route.fulfill({ status: server.status, body, contentType, headers })
  })
  await page.exposeFunction('mintFor', async (channel: string, nth: number) => {
    server.asked.push(`${channel} by render ${nth}`)
    return minted(channel)
  })
  await page.goto(`${pages.url}/index.html`)
  const url = `${pages.url}/v1/tokens`
  const show = (...wishes: (Wish | null)[]) =>
    page.evaluate(
      (given) => hooks.show(...given),
      wishes.map((wish) => wish && { url, ...wish }),
    )
  return { page, server, show }
}

/** Lets time pass in the page, in steps that leave its requests time to come back. */
export async function lapse(page: Page, until: () => boolean): Promise<void> {
  while (!until()) await page.clock.runFor(1000)
}

export const shows = (page: Page, token: string) =>
  page.waitForFunction((wanted) => hooks.state().token === wanted, token)
export const fails = (page: Page, code: string) =>
  page.waitForFunction((wanted) => hooks.state().error?.code === wanted, code)
export const renders = (page: Page) => page.evaluate(() => hooks.renders)
