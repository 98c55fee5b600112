import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { chromiumTest, launchChromium, missingChromium } from './support/chromium.ts'
import { type Dev, startDev } from './support/dev.ts'
import { barriers, looks, openAs, overhang, shoot } from './support/look.ts'

let dev: Dev
let browser: Browser

beforeAll(async () => {
  if (missingChromium !== undefined) return
  dev = await startDev()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await dev?.close()
})

const shown = ['/', '/docs', '/docs/errors'].flatMap((path) =>
  looks.map((look) => ({ path, ...look })),
)

chromiumTest.each(shown)('nothing on $path bars anyone at $width px, $colorScheme', async (row) => {
  const { path, ...look } = row
  const { context, page, requests, complaints } = await openAs(browser, look)
  await page.goto(dev.server + path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const name = path === '/' ? 'server' : path.slice(1).replace('/', '-')
  await shoot(page, `${name}-${look.width}-${look.colorScheme}`)
  expect(await overhang(page)).toBe(0)
  expect(await barriers(page)).toEqual([])
  expect(await page.getByRole('main').count()).toBe(1)
  expect(requests).toEqual([dev.server + path])
  expect(complaints).toEqual([])
  await context.close()
})
