import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { chromiumTest, launchChromium, missingChromium } from './support/chromium.ts'
import {
  demoArguments,
  letBothJoin,
  moves,
  openDemoOf,
  press,
  says,
  showDemo,
} from './support/demo.ts'
import { type Dev, startDev } from './support/dev.ts'
import { looks } from './support/look.ts'

let dev: Dev
let browser: Browser
const [, desktop] = looks

beforeAll(async () => {
  if (missingChromium !== undefined) return
  dev = await startDev()
  browser = await launchChromium({ args: demoArguments })
})
afterAll(async () => {
  await browser?.close()
  await dev?.close()
})

chromiumTest('whom a second tab puts out is told that the uid came in twice', async () => {
  const { page, host, viewer } = await openDemoOf(dev, browser, desktop!)
  await letBothJoin(page, viewer)
  const second = await showDemo(dev, await page.context().newPage())
  await press(second.host, 'Join')
  await says(host, 'Put out of the channel')
  await says(host, /DISCONNECTED, UID_BANNED[\s\S]*UID_USED_TWICE[\s\S]*What to do\./)
  expect(await host.innerText()).not.toContain('accepted')
})

chromiumTest('who was banned is told that alone', async () => {
  const { page, viewer } = await openDemoOf(dev, browser, desktop!)
  await letBothJoin(page, viewer)
  await press(viewer, 'Ban')
  await says(viewer, /Symbolon says[\s\S]*BANNED[\s\S]*What to do\./)
  expect(await viewer.innerText()).not.toMatch(/UID_USED_TWICE|ERROR_DISAGREES/)
})

chromiumTest('a role that no token is given for stays as it was, picture and all', async () => {
  const { page, host, viewer, log, complaints } = await openDemoOf(dev, browser, desktop!)
  await letBothJoin(page, viewer)
  await page.route('**/v1/tokens', (route) => route.fulfill({ status: 403, body: '{}' }))
  await press(host, 'Become subscriber')
  await says(log, 'stays publisher: ')
  await says(host, /in the channel[\s\S]*publisher/)
  await says(viewer, 'Receives, from the host')
  await moves(viewer)
  await page.unroute('**/v1/tokens')
  await press(host, 'Become subscriber')
  await says(viewer, 'Nobody sends')
  complaints.length = 0 // the browser's own lines of the 403
})
