import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import type { Wish } from './pages/react-hooks.ts'
import { chromiumTest, launchChromium, missingChromium } from './support/chromium.ts'
import { type Pages, servePages } from './support/pages.ts'

let browser: Browser
let pages: Pages

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'pages', 'react-hooks.ts')],
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

const hour = 3600

/** A token server whose answers the test decides, and a page of its own. */
async function scene() {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.clock.install()
  const server = { status: 201, asked: [] as string[], headers: [] as string[], lifeSeconds: hour }
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
    await route.fulfill({ status: server.status, body, contentType: 'application/json' })
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
async function lapse(page: Page, until: () => boolean): Promise<void> {
  while (!until()) await page.clock.runFor(1000)
}

const shows = (page: Page, token: string) =>
  page.waitForFunction((wanted) => hooks.state().token === wanted, token)
const fails = (page: Page, code: string) =>
  page.waitForFunction((wanted) => hooks.state().error?.code === wanted, code)
const renders = (page: Page) => page.evaluate(() => hooks.renders)

chromiumTest('StrictMode, two components and many renders make one request', async () => {
  const { page, server, show } = await scene()
  for (let nth = 0; nth < 20; nth++) await show({}, {})
  await shows(page, '007 lobby publisher 1')
  for (let nth = 0; nth < 20; nth++) await show({}, {})
  await page.waitForFunction(() => hooks.renders.slice(-2).every(({ token }) => token !== null))
  expect(server.asked).toEqual(['lobby publisher'])
  expect(await page.evaluate(() => hooks.open)).toEqual({
    ...{ channels: 2, intervals: 2 },
    sources: 2, // a component that is taken away and put back at once goes on with its own
  })
})

chromiumTest(
  'a component that is gone has closed what it opened, and asks for nothing',
  async () => {
    const { page, server, show } = await scene()
    await show({})
    await shows(page, '007 lobby publisher 1')
    await page.evaluate(() => hooks.unmount())
    await page.waitForFunction(() => hooks.open.channels + hooks.open.intervals === 0)
    await page.clock.fastForward(2 * hour * 1000)
    expect(server.asked).toHaveLength(1)
  },
)

chromiumTest(
  'another channel is another token, and is never shown with that of the first',
  async () => {
    const { page, server, show } = await scene()
    await show({ channel: 'lobby' })
    await shows(page, '007 lobby publisher 1')
    await show({ channel: 'stage' })
    await page.waitForFunction(() => hooks.state().token?.includes('stage'))
    for (const { channel, token } of await renders(page)) {
      if (token !== null) expect(token).toContain(` ${channel} `)
    }
    expect(server.asked).toEqual(['lobby publisher', 'stage publisher'])
  },
)

chromiumTest('of many wishes in a row the last one counts, and nothing is left open', async () => {
  const { page, show } = await scene()
  for (const channel of ['a', 'b', 'c', 'a', 'd']) await show({ channel })
  await page.waitForFunction(() => hooks.state().token?.includes(' d '))
  await page.waitForFunction(() => hooks.open.channels === 1 && hooks.open.intervals === 1)
})

chromiumTest('another role replaces the token without taking it away', async () => {
  const { page, server, show } = await scene()
  await show({ role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  const before = (await renders(page)).length
  await show({ role: 'publisher' })
  await shows(page, '007 lobby publisher 2')
  const since = (await renders(page)).slice(before)
  expect(since.filter(({ token }) => token === null)).toEqual([])
  expect(server.asked).toEqual(['lobby subscriber', 'lobby publisher'])
})

chromiumTest('a role that is refused is told, and the token stays', async () => {
  const { page, server, show } = await scene()
  await show({ role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  server.status = 403
  await show({ role: 'publisher' })
  await fails(page, 'TOKEN_REFUSED')
  expect(await page.evaluate(() => hooks.state().token)).toBe('007 lobby subscriber 1')
  server.status = 201
  await page.clock.fastForward(hour * 950) // the renewal of the role that there is
  await shows(page, '007 lobby subscriber 3')
})

chromiumTest('a role that was refused is asked for again by retry', async () => {
  const { page, server, show } = await scene()
  await show({ role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  server.status = 403
  await show({ role: 'publisher' })
  await fails(page, 'TOKEN_REFUSED')
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await shows(page, '007 lobby publisher 3')
  expect(await page.evaluate(() => hooks.state().error)).toBeNull()
})

chromiumTest('a renewal uses the fetchToken and the headers of the latest render', async () => {
  const { page, server, show } = await scene()
  await show({ own: true })
  await shows(page, '007 lobby 1')
  for (let nth = 2; nth <= 9; nth++) await show({ own: true })
  await page.clock.fastForward(hour * 950)
  await shows(page, '007 lobby 2')
  expect(server.asked.at(-1)).toBe('lobby by render 9')

  await show({})
  await shows(page, '007 lobby publisher 3')
  await show({})
  await page.clock.fastForward(hour * 950)
  await shows(page, '007 lobby publisher 4')
  expect(server.headers).toEqual(['10', '11'])
})

chromiumTest('a refusal is told, and asked about again when the user has signed in', async () => {
  const { page, server, show } = await scene()
  server.status = 401
  await show({})
  await fails(page, 'TOKEN_REFUSED')
  await page.clock.fastForward(hour * 1000)
  expect(server.asked).toHaveLength(1)
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await shows(page, '007 lobby publisher 2')
  expect(await page.evaluate(() => hooks.state().error)).toBeNull()
})

chromiumTest('a server that is down is asked until it is there, and sooner by retry', async () => {
  const { page, server, show } = await scene()
  server.status = 0
  await show({})
  await fails(page, 'TOKEN_SERVER_UNREACHABLE')
  const attemptsOfOneGet = 4
  await lapse(page, () => server.asked.length > attemptsOfOneGet)
  server.status = 201
  const before = server.asked.length
  await lapse(page, () => server.asked.length > before)
  await page.waitForFunction(() => hooks.state().token !== null)

  server.status = 503
  await show({ channel: 'stage' })
  await fails(page, 'TOKEN_SERVER_FAILED')
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await page.waitForFunction(() => hooks.state().token?.includes('stage'))
})

chromiumTest('a token that ends stays, is called expired, and is replaced', async () => {
  const { page, server, show } = await scene()
  await show({})
  await shows(page, '007 lobby publisher 1')
  server.status = 500
  await page.clock.fastForward(hour * 1001)
  await page.waitForFunction(() => hooks.state().expired)
  expect(await page.evaluate(() => hooks.state().token)).toBe('007 lobby publisher 1')
  server.status = 201
  await page.clock.runFor(61_000)
  await page.waitForFunction(() => !hooks.state().expired)
  expect((await renders(page)).at(-1)).toMatchObject({ expired: false, error: null })
})

chromiumTest('nothing is wanted: nothing is asked; then something is', async () => {
  const { page, server, show } = await scene()
  await show(null)
  expect(await page.evaluate(() => hooks.state().source)).toBeNull()
  await show({})
  await shows(page, '007 lobby publisher 1')
  await show(null)
  expect((await renders(page)).at(-1)!.token).toBeNull()
  await page.waitForFunction(() => hooks.open.channels === 0)
  expect(server.asked).toHaveLength(1)
})

chromiumTest('options that can give no token are told to the error boundary', async () => {
  const { page, show } = await scene()
  await show({ channel: '' })
  expect(await page.evaluate(() => hooks.faults)).toContain('channel is missing')
})

chromiumTest(
  'a client that the app joins is given the next token, and not the one it has',
  async () => {
    const { page, show } = await scene()
    await show({ ready: true })
    await shows(page, '007 lobby publisher 1')
    expect(await page.evaluate(() => hooks.client().listening())).toBe(3)
    await page.evaluate(async () => {
      await hooks.client().join('app', 'lobby', hooks.state().token)
      await hooks.client().publish(['camera'])
    })
    await page.clock.fastForward(hour * 950)
    await page.waitForFunction(() => hooks.client().calls.length > 2)
    expect(await page.evaluate(() => hooks.client().calls)).toEqual([
      'join 007 lobby publisher 1',
      'publish camera',
      'renewToken 007 lobby publisher 2',
    ])
    await page.evaluate(() => hooks.unmount())
    expect(await page.evaluate(() => hooks.client().listening())).toBe(0)
  },
)

chromiumTest('signed in again after the end: the client is back with its tracks', async () => {
  const { page, server, show } = await scene()
  await show({ ready: true })
  await shows(page, '007 lobby publisher 1')
  await page.evaluate(async () => {
    await hooks.client().join('app', 'lobby', hooks.state().token)
    await hooks.client().publish(['camera'])
  })
  server.status = 401
  await page.clock.fastForward(hour * 1001)
  await fails(page, 'TOKEN_REFUSED')
  await page.evaluate(() => hooks.client().expel())
  expect(await page.evaluate(() => hooks.error())).toBe('TOKEN_REFUSED')
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await page.waitForFunction(
    () => hooks.client().calls.at(-1) === 'publish camera' && hooks.error() === null,
  )
  expect(await page.evaluate(() => hooks.client().calls.slice(2))).toEqual([
    'join 007 lobby publisher 3',
    'publish camera',
  ])
})

chromiumTest('who hangs up while there is no token is not brought back', async () => {
  const { page, server, show } = await scene()
  await show({ ready: true })
  await shows(page, '007 lobby publisher 1')
  await page.evaluate(() => hooks.client().join('app', 'lobby', hooks.state().token))
  server.status = 500
  await page.clock.fastForward(hour * 1001)
  await page.evaluate(() => hooks.client().expel())
  await page.waitForFunction(() => hooks.state().expired)
  await show({ ready: false })
  expect(await page.evaluate(() => hooks.client().listening())).toBe(0)
  server.status = 201
  await page.clock.runFor(61_000)
  await page.waitForFunction(() => !hooks.state().expired)
  expect(await page.evaluate(() => hooks.client().calls)).toHaveLength(1)
})

chromiumTest('viewer to host: the token first, then the role', async () => {
  const { page, server, show } = await scene()
  await show({ ready: true, role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  await page.evaluate(() => hooks.client().join('app', 'lobby', hooks.state().token))
  await page.evaluate(() => hooks.changeRole('publisher'))
  expect(await page.evaluate(() => hooks.client().calls.slice(1))).toEqual([
    'renewToken 007 lobby publisher 2',
    'setClientRole host',
  ])
  server.status = 403
  const refused = page.evaluate(() => hooks.changeRole('subscriber').catch(({ code }) => code))
  expect(await refused).toBe('TOKEN_REFUSED')
})
