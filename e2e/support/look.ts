import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'

/** How a page is looked at: the narrowest phone and a desktop, in both schemes. */
export const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { colorScheme, width: 375, height: 812 },
  { colorScheme, width: 1280, height: 900 },
])

export type Look = (typeof looks)[number]

/** A context for one look, and every request that a page in it makes. */
export async function openAs(
  browser: Browser,
  { colorScheme, width, height }: Look,
): Promise<{ context: BrowserContext; page: Page; requests: string[]; complaints: string[] }> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    colorScheme,
    viewport: { width, height },
  })
  const requests: string[] = []
  const complaints: string[] = []
  const page = await context.newPage()
  page.on('request', (request) => requests.push(request.url()))
  page.on('websocket', (socket) => requests.push(socket.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  return { context, page, requests, complaints }
}

/** What axe finds that keeps somebody from using the page. */
export async function barriers(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    )
}

/** How far the page is wider than its window, in CSS pixels. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

/** Keeps a picture of the whole page where SYMBOLON_TEST_SHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SYMBOLON_TEST_SHOTS
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
