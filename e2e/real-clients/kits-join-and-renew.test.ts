import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { launchChromium, missingChromium } from '../support/chromium.ts'
import { type Pages, servePages } from '../support/pages.ts'
import { testUnless } from '../support/test-unless.ts'
import { bundleClient } from './bundle.ts'
import { missingClients } from './missing-clients.ts'
import { appId, expectRtcToken, expectRtmToken, startForClients } from './server.ts'

interface Call {
  readonly method: string
  readonly args: readonly unknown[]
}

interface Answer {
  readonly path: string
  readonly status: number
  readonly redirected: boolean
}

const kitTest = testUnless(missingChromium ?? missingClients)
let browser: Browser
let pages: Pages
const html = (script: string) =>
  `<!doctype html><div id="app"></div><script type="module" src="/${script}.js"></script>`

beforeAll(async () => {
  pages = await servePages({
    '/react-uikit.html': html('react-uikit'),
    '/react-uikit.js': await bundleClient('react-uikit'),
    '/rn-uikit.html': html('rn-uikit'),
    '/rn-uikit.js': await bundleClient('rn-uikit'),
  })
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

/** What the kit did, once it has called `method` `times` times. */
async function until(page: Page, method: string, times: number): Promise<readonly Call[]> {
  await page.waitForFunction(
    ([name, count]) =>
      (globalThis as unknown as { sdkCalls: Call[] }).sdkCalls.filter(
        (call) => call.method === name,
      ).length >= Number(count),
    [method, times] as const,
  )
  const calls: Call[] = await page.evaluate('globalThis.sdkCalls')
  return calls.filter((call) => call.method === method)
}

async function open(kit: string, tokenUrl: string, uid: string): Promise<Page> {
  const page = await browser.newPage()
  const query = new URLSearchParams({ appId, tokenUrl, channel: 'test', uid })
  await page.goto(`${pages.url}/${kit}.html?${query}`)
  return page
}

async function expectDirectAnswers(page: Page, paths: readonly string[]): Promise<void> {
  const answers: Answer[] = await page.evaluate('globalThis.answers')
  const direct = paths.map((path) => ({ path, status: 200, redirected: false }))
  expect(answers.toSorted(byPath)).toEqual(direct.toSorted(byPath))
}

function byPath(a: Answer, b: Answer): number {
  return a.path < b.path ? -1 : 1
}

for (const server of ['agora-token-service', 'agora-node-token-server']) {
  kitTest(`npm agora-react-uikit joins and renews, as with ${server}`, async () => {
    const { url, close } = await startForClients({ SYMBOLON_RTC_PATH_DIALECT: server })
    const page = await open('react-uikit', url, '1234')
    const [join] = await until(page, 'join', 1)
    expect(join!.args.toSpliced(2, 1)).toEqual([appId, 'test', 1234])
    expectRtcToken(String(join!.args[2]), 'test', '1234')
    await until(page, 'login', 1)

    await page.evaluate('fireSdkEvent("token-privilege-will-expire")')
    await page.evaluate('fireSdkEvent("token-privilege-did-expire")')
    await until(page, 'renewToken', 2)
    await page.evaluate('fireSdkEvent("TokenExpired")')
    const renewals = await until(page, 'renewToken', 4)
    for (const { args } of renewals.slice(0, 2)) expectRtcToken(String(args[0]), 'test', '1234')
    for (const { args } of renewals.slice(2)) expectRtmToken(String(args[0]), '1234')
    const rtc = '/rtc/test/publisher/uid/1234/'
    await expectDirectAnswers(page, [rtc, rtc, rtc, '/rtm/1234', '/rtm/1234', '/rtm/1234/'])
    await page.close()
    await close()
  })
}

kitTest('npm agora-rn-uikit joins and renews', async () => {
  const { url, close } = await startForClients()
  const page = await open('rn-uikit', url, '1234')
  const [join] = await until(page, 'joinChannel', 1)
  expect(join!.args.slice(1)).toEqual(['test', 1234])
  expectRtcToken(String(join!.args[0]), 'test', '1234')
  const [login] = await until(page, 'loginV2', 1)
  expect(login!.args[0]).toBe('1234')
  expectRtmToken(String(login!.args[1]), '1234')

  await page.evaluate('fireSdkEvent("onTokenPrivilegeWillExpire")')
  await until(page, 'renewToken', 1)
  await page.evaluate('fireSdkEvent("TokenExpired")')
  const [renewal, ...logins] = await until(page, 'renewToken', 3)
  expectRtcToken(String(renewal!.args[0]), 'test', '1234')
  for (const { args } of logins) expectRtmToken(String(args[0]), '1234')
  const rtc = '/rtc/test/publisher/uid/1234'
  await expectDirectAnswers(page, [rtc, rtc, '/rtm/1234', '/rtm/1234', '/rtm/1234/'])
  await page.close()
  await close()
})
