import { rtcToken } from '@symbolon/token'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { chromiumTest, launchChromium, missingChromium } from './support/chromium.ts'
import { type Dev, startDev } from './support/dev.ts'
import { barriers, looks, openAs, overhang, shoot } from './support/look.ts'

let dev: Dev
let browser: Browser
const [, desktop] = looks

beforeAll(async () => {
  if (missingChromium !== undefined) return
  dev = await startDev()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await dev?.close()
})

const appId = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const certificate = '00112233445566778899aabbccddeeff'

function madeToken(): string {
  const issuedAt = Math.floor(Date.now() / 1000) - 60
  const wish = { appId, certificate, channel: 'lobby', uid: 7, issuedAt, expiresInSeconds: 3600 }
  return rtcToken({ ...wish, role: 'publisher' })
}

const fill = (page: Page, label: string, value: string) => page.getByLabel(label).fill(value)

/** What a page has put where it would outlast it. */
function keptBy(page: Page): Promise<unknown> {
  return page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    cookies: document.cookie,
    url: location.pathname + location.search + location.hash,
  }))
}

chromiumTest.each(['server', 'emulator'] as const)(
  'on the port of the %s a pasted token is explained, and nothing leaves the page',
  async (where) => {
    const { context, page, requests, complaints } = await openAs(browser, desktop!)
    await page.goto(`${dev[where]}/explain`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    const loaded = requests.length
    const token = madeToken()
    await fill(page, 'Token', token)
    await expect.poll(() => page.getByRole('status').innerText()).toContain('unproven')
    await fill(page, 'Channel joined', 'Lobby')
    await fill(page, 'User joined', '7')
    await fill(page, 'App ID', appId)
    await fill(page, 'App Certificate', certificate)
    const verdict = () => page.getByRole('status').innerText()
    await expect
      .poll(verdict)
      .toContain('refused: channel differs only by case: token "lobby", join "Lobby"')
    await expect.poll(verdict).not.toContain('unproven') // the certificate comes last
    const cause = page.getByRole('listitem').filter({ hasText: 'CHANNEL_CASE' })
    expect(await cause.innerText()).toContain('proved')
    expect(await cause.innerText()).toContain('What to do.')
    expect(await page.locator('.tree').first().innerText()).toContain(`"${appId}"`)
    expect(await page.locator('.timeline-words').innerText()).toContain('Warning')
    expect(await page.content()).not.toContain(certificate)
    expect(requests.slice(loaded)).toEqual([])
    expect(await keptBy(page)).toEqual({
      local: 0,
      session: 0,
      databases: [],
      caches: [],
      cookies: '',
      url: '/explain',
    })
    expect(complaints).toEqual([])
    await context.close()
  },
)

chromiumTest('the browser itself would let nothing out', async () => {
  const { context, page } = await openAs(browser, desktop!)
  await page.goto(`${dev.server}/explain`)
  const tried = await page.evaluate(async (url) => {
    const refused = () => 'refused'
    const ways = [
      fetch(url).catch(refused),
      fetch('https://example.com/').catch(refused),
      new Promise((resolve) => {
        const image = new Image()
        image.onload = () => resolve('loaded')
        image.onerror = () => resolve('refused')
        image.src = 'https://example.com/a.png'
      }),
    ]
    return await Promise.all(ways)
  }, `${dev.server}/livez`)
  expect(tried).toEqual(['refused', 'refused', 'refused'])
  await context.close()
})

chromiumTest('the certificate is hidden, and no browser is asked to remember it', async () => {
  const { context, page } = await openAs(browser, desktop!)
  await page.goto(`${dev.server}/explain`)
  const field = page.getByLabel('App Certificate')
  expect(await field.getAttribute('type')).toBe('password')
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
  expect(await page.locator('form').count()).toBe(0)
  await fill(page, 'Token', madeToken())
  await page.reload()
  expect(await page.getByLabel('Token').inputValue()).toBe('')
  await context.close()
})

chromiumTest('it can be used by keyboard alone', async () => {
  const { context, page } = await openAs(browser, desktop!)
  await page.goto(`${dev.server}/explain`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Start page' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.insertText(madeToken())
  await page.keyboard.press('Tab')
  await page.keyboard.type('lobby')
  await page.keyboard.press('Tab')
  await page.keyboard.type('8')
  await expect.poll(() => page.getByRole('status').innerText()).toContain('refused: ')
  expect(await page.locator('.causes').innerText()).toContain('UID_')
  await context.close()
})

chromiumTest.each(looks)('nothing bars anyone at $width px, $colorScheme', async (look) => {
  const { context, page } = await openAs(browser, look)
  await page.goto(`${dev.server}/explain`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const name = `explain-${look.width}-${look.colorScheme}`
  expect(await barriers(page)).toEqual([])
  expect(await overhang(page)).toBe(0)
  await shoot(page, `${name}-empty`)
  await page.getByRole('button', { name: 'Try an example' }).click()
  await page.getByText('CHANNEL_CASE').first().waitFor()
  await shoot(page, `${name}-answer`)
  expect(await barriers(page)).toEqual([])
  expect(await overhang(page)).toBe(0)
  await context.close()
})
