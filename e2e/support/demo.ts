import type { Browser, Locator, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { Dev } from './dev.ts'
import { type Look, openAs } from './look.ts'

/** A browser in which the demo runs: with a camera, and with no way out of this machine. */
export const demoArguments = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

export const timeout = 20_000

/** The demo, opened; when the test ends, everybody is out and no request went to another host. */
export async function openDemoOf(dev: Dev, browser: Browser, look: Look) {
  const { context, page, requests, complaints } = await openAs(browser, look)
  onTestFinished(async () => {
    await page.evaluate(() =>
      fetch('/emulator/v1/reset', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }),
    )
    await context.close()
    const own = new URL(dev.emulator).host
    expect(requests.filter((url) => new URL(url).host !== own)).toEqual([])
    // a page's own policy would say so here; the SDK closes the slower of two sockets by itself
    expect(complaints).toEqual([])
  })
  return { complaints, ...(await showDemo(dev, page)) }
}

/** Loads the demo into a page. */
export async function showDemo(dev: Dev, page: Page) {
  await page.goto(`${dev.emulator}/`)
  await page.getByRole('button', { name: 'Let both join' }).waitFor()
  const card = (name: 'Host' | 'Viewer') => page.getByRole('region', { name })
  return { page, host: card('Host'), viewer: card('Viewer'), log: page.getByRole('log') }
}

export const press = (place: Page | Locator, name: string) =>
  place.getByRole('button', { name, exact: true }).click()

export const says = (place: Locator, text: string | RegExp) =>
  expect.poll(() => place.innerText(), { timeout }).toMatch(text)

export async function letBothJoin(page: Page, viewer: Locator): Promise<void> {
  await press(page, 'Let both join')
  await says(viewer, 'Receives, from the host')
  await moves(viewer)
}

/** Resolves once more frames have been shown in the first picture of a card. */
export async function moves(card: Locator): Promise<void> {
  const frames = () =>
    card
      .locator('video')
      .first()
      .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)
  const before = await frames()
  await expect.poll(frames, { timeout }).toBeGreaterThan(before + 3)
}
