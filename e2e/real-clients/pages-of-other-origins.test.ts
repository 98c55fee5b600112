import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { chromiumTest, launchChromium } from '../support/chromium.ts'
import { type Pages, servePages } from '../support/pages.ts'
import { startForClients } from './server.ts'

interface Asked {
  readonly path: string
  readonly body?: string
}

/** One request for each dialect, as its clients make them. */
const requests: readonly Asked[] = [
  { path: '/rtcToken?channelName=test&uid=7' },
  { path: '/rtmToken?account=alice' },
  { path: '/access_token?channel=test&uid=7' },
  { path: '/rtc/test/publisher/uid/7/?expiry=600' },
  { path: '/rtc/test/publisher/uid/7' },
  { path: '/rte/test/publisher/uid/7' },
  { path: '/rtm/alice/?expiry=600' },
  { path: '/rtm/alice' },
  { path: '/chat/account/alice' },
  { path: '/getToken', body: '{"tokenType":"rtc","channel":"test","role":"publisher","uid":"7"}' },
  {
    path: '/token/generate',
    body: '{"channelName":"test","uid":"7","tokenExpireTs":60,"serviceRtc":{"enable":true,"role":1}}',
  },
  { path: '/fetch_rtc_token', body: '{"uid":7,"channelName":"test","role":1}' },
  { path: '/fetch_rtm_token', body: '{"uid":"alice"}' },
]

let browser: Browser
let pages: Pages

beforeAll(async () => {
  pages = await servePages({ '/index.html': '<!doctype html><title>another origin</title>' })
  browser = await launchChromium()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

/** Asks from the page, with the headers that make a browser ask for leave first. */
async function ask(page: Page, url: string, { path, body }: Asked): Promise<object> {
  const headers = {
    'X-Requested-With': 'XMLHttpRequest',
    Authorization: 'Bearer correct-horse-battery',
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  }
  const init = { method: body ? 'POST' : 'GET', headers, ...(body ? { body } : {}) }
  return await page.evaluate(
    async ([address, options]) => {
      try {
        const { status, redirected } = await fetch(address, options)
        return { status, redirected }
      } catch (error) {
        return { error: String(error) }
      }
    },
    [url + path, init] as const,
  )
}

async function askAll(env: Readonly<Record<string, string>>, host: string): Promise<object[]> {
  const { url, close } = await startForClients(env)
  const page = await browser.newPage()
  await page.goto(`${pages.url.replace('127.0.0.1', host)}/index.html`)
  const answers: object[] = []
  for (const request of requests) {
    answers.push({ path: request.path, ...(await ask(page, url, request)) })
  }
  await page.close()
  await close()
  return answers
}

const all = (answer: object) => requests.map(({ path }) => ({ path, ...answer }))
const key = { SYMBOLON_API_KEY: 'correct-horse-battery' }

chromiumTest('pass every preflight and are answered without a redirect', async () => {
  expect(await askAll({}, '127.0.0.1')).toEqual(all({ status: 200, redirected: false }))
})

chromiumTest('and where a key is asked for and origins are listed', async () => {
  const env = { ...key, CORS_ALLOW_ORIGIN: `https://app.example,${pages.url}` }
  expect(await askAll(env, '127.0.0.1')).toEqual(all({ status: 200, redirected: false }))
})

chromiumTest('are stopped by the browser when theirs is not listed', async () => {
  const env = { ...key, CORS_ALLOW_ORIGIN: pages.url }
  // the same page, by its other name: another origin
  expect(await askAll(env, 'localhost')).toEqual(all({ error: 'TypeError: Failed to fetch' }))
})

chromiumTest('are stopped by the redirects of a strict agora-token-service', async () => {
  const answers = await askAll({ SYMBOLON_DIALECT_STRICT: 'agora-token-service' }, '127.0.0.1')
  const stopped = answers.filter((answer) => 'error' in answer)
  expect(stopped).toContainEqual({ path: '/rtm/alice', error: 'TypeError: Failed to fetch' })
})
