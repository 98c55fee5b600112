import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { chromiumTest, launchChromium, missingChromium } from './support/chromium.ts'
import { startDev } from './support/dev.ts'
import { looks, openAs } from './support/look.ts'

const [, desktop] = looks
const timeout = 20_000
let browser: Browser

beforeAll(async () => {
  if (missingChromium === undefined) browser = await launchChromium()
})
afterAll(() => browser?.close())

/** A demo of its own; `prepare` breaks something before it is opened. */
async function open(
  prepare: (page: Page) => Promise<unknown>,
  ...args: readonly string[]
): Promise<{ page: Page; banner: string; emulator: string }> {
  const dev = await startDev(...args)
  const { context, page } = await openAs(browser, desktop!)
  onTestFinished(async () => {
    await context.close()
    await dev.close()
  })
  await prepare(page)
  await page.goto(`${dev.emulator}/`)
  return { page, banner: dev.banner, emulator: dev.emulator }
}

const alertOf = (page: Page) => page.getByRole('alert').innerText({ timeout })

chromiumTest('that the certificate is trusted for pages alone', async () => {
  const { page } = await open((page) =>
    page.addInitScript(() => {
      const Real = WebSocket
      // what a browser does that does not trust the certificate: an error, and no reason
      globalThis.WebSocket = class extends Real {
        constructor(address: string | URL) {
          super(address)
          queueMicrotask(() => this.dispatchEvent(new Event('error')))
        }
      }
    }),
  )
  expect(await alertOf(page)).toContain('symbolon trust')
})

chromiumTest('that the emulator does not answer', async () => {
  const { page } = await open((page) =>
    page.route('**/emulator/v1', (route) => route.abort('connectionrefused')),
  )
  expect(await alertOf(page)).toContain('The emulator does not answer')
  expect(await page.getByRole('button', { name: 'Let both join' }).count()).toBe(0)
})

chromiumTest('that the token server fails', async () => {
  const { page } = await open((page) =>
    page.route('**/v1/tokens', (route) => route.fulfill({ status: 400, body: 'no' })),
  )
  await page.getByRole('button', { name: 'Let both join' }).click()
  expect(await alertOf(page)).toContain('The token server gives no token')
  await page.unroute('**/v1/tokens')
  await page.getByRole('button', { name: 'Let both join' }).click()
  await page.getByText('in the channel').first().waitFor({ timeout })
  await expect.poll(() => page.getByRole('alert').count(), { timeout }).toBe(0)
})

chromiumTest('that a key is needed, and takes it', async () => {
  const { page, banner, emulator } = await open(() => Promise.resolve(), '--lan')
  await page.getByRole('button', { name: 'Let both join' }).click()
  expect(await alertOf(page)).toContain('The token server wants a key')
  const status = await page.evaluate(
    async (url) => (await fetch(url, { method: 'POST' })).status,
    `${emulator}/v1/tokens`,
  )
  expect(status).toBe(401)
  await page.getByLabel('API key').fill(/Key {5}(\S+)/.exec(banner)![1]!)
  await page.getByRole('button', { name: 'Let both join' }).click()
  await page.getByText('in the channel').first().waitFor({ timeout })
  await expect.poll(() => page.getByRole('alert').count(), { timeout }).toBe(0)
})
