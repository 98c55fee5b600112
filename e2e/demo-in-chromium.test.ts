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
  timeout,
} from './support/demo.ts'
import { type Dev, startDev } from './support/dev.ts'
import { barriers, type Look, looks, overhang, shoot } from './support/look.ts'

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

const openDemo = (look: Look = desktop!) => openDemoOf(dev, browser, look)

chromiumTest('both join, the picture moves, and neither asked for a camera', async () => {
  const { page, host, viewer, log } = await openDemo()
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('nobody asked'))
  })
  await letBothJoin(page, viewer)
  await says(host, /in the channel[\s\S]*publisher[\s\S]*renews/)
  await says(log, 'admitted viewer to “lobby”')
  await says(host, /Issued[\s\S]*Now[\s\S]*Warning[\s\S]*Token ends, with all its privileges/)
})

chromiumTest('the machine’s camera takes the place of the generated picture', async () => {
  const { page, host, viewer } = await openDemo()
  await letBothJoin(page, viewer)
  const kind = () =>
    host.locator('video').evaluate((video: HTMLVideoElement) => {
      const [track] = (video.srcObject as MediaStream).getVideoTracks()
      return track?.label ?? ''
    })
  expect(await kind()).not.toContain('fake')
  await host.getByLabel('my camera').check()
  await expect.poll(kind, { timeout }).toContain('fake_device')
  await moves(viewer)
  await host.getByLabel('my camera').uncheck()
  await expect.poll(kind, { timeout }).not.toContain('fake')
  await moves(viewer)
})

chromiumTest('renewed by hand, and by itself when the platform warns', async () => {
  const { page, host, viewer, log } = await openDemo()
  await letBothJoin(page, viewer)
  await press(host, 'Renew now')
  await says(log, 'took a new token of host')
  await press(page, 'To 30 s before the end')
  await says(log, 'warned viewer')
  await says(log, 'token-privilege-will-expire')
  await says(log, 'took a new token of viewer')
  await says(viewer, /in 59 min/)
  await moves(viewer)
})

chromiumTest('a token that nobody renews: expelled, explained, and let in again', async () => {
  const { page, host, viewer, log } = await openDemo()
  await letBothJoin(page, viewer)
  await press(host, 'Let it expire')
  await says(host, 'Put out of the channel')
  await says(host, /DISCONNECTED, TOKEN_EXPIRE/)
  await says(host, /TOKEN_EXPIRED[\s\S]*proved[\s\S]*What to do\./)
  await says(log, 'put host out: token expired')
  expect(await log.innerText()).not.toContain('put viewer out')
  await says(viewer, 'Nobody sends')
  await press(host, 'Join')
  await says(viewer, 'Receives, from the host')
  await moves(viewer)
  expect(await host.innerText()).not.toContain('Put out')
})

chromiumTest('a day passes: both are put out, and both come back by themselves', async () => {
  const { page, host, viewer, log } = await openDemo()
  await letBothJoin(page, viewer)
  await press(page, '24 hours on')
  await says(log, 'put host out: token expired')
  await says(log, 'put viewer out: token expired')
  await says(host, 'in the channel')
  await says(viewer, 'Receives, from the host')
  await moves(viewer)
})

chromiumTest('a wrong channel: what the SDK says, and beside it why', async () => {
  const { page, viewer } = await openDemo()
  await letBothJoin(page, viewer)
  await press(viewer, 'Try a wrong channel')
  await says(viewer, 'Not let in to “Lobby”')
  await says(
    viewer,
    /The SDK says[\s\S]*CAN_NOT_GET_GATEWAY_SERVER[\s\S]*invalid token, authorized failed/,
  )
  await says(viewer, /Symbolon says[\s\S]*CHANNEL_CASE[\s\S]*proved[\s\S]*"lobby"[\s\S]*"Lobby"/)
  await moves(viewer) // who is in stays in
  await press(viewer, 'Put away')
  expect(await viewer.innerText()).not.toContain('CHANNEL_CASE')
})

chromiumTest('a ban: put out, kept out, explained both times, and lifted', async () => {
  const { page, viewer, log } = await openDemo()
  await letBothJoin(page, viewer)
  await press(viewer, 'Ban')
  await says(viewer, /DISCONNECTED, UID_BANNED[\s\S]*BANNED/)
  await press(viewer, 'Join')
  await says(log, /refused viewer at “lobby”: .*a kicking rule/)
  await says(viewer, /DISCONNECTED, UID_BANNED[\s\S]*BANNED/)
  await press(viewer, 'Lift the ban')
  await press(viewer, 'Join')
  await says(viewer, 'Receives, from the host')
})

chromiumTest('roles change without leaving: the host listens, the viewer speaks', async () => {
  const { page, host, viewer, log } = await openDemo()
  await letBothJoin(page, viewer)
  await press(host, 'Become subscriber')
  await says(viewer, 'Nobody sends')
  await says(log, 'host is in the audience now')
  await press(viewer, 'Become publisher')
  await says(host, 'Receives, from the viewer')
  await moves(host)
  expect(await log.innerText()).not.toContain('host left')
})

chromiumTest('the whole story by keyboard alone, and the focus is never lost', async () => {
  const { page, viewer, log } = await openDemo()
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  const tabTo = async (name: string) => {
    for (let tabs = 0; tabs < 40 && (await focused()) !== name; tabs++)
      await page.keyboard.press('Tab')
    expect(await focused()).toBe(name)
    const outline = () =>
      page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)
    expect(await outline()).toBe('solid')
  }
  await tabTo('Let both join')
  await page.keyboard.press('Enter')
  await says(viewer, 'Receives, from the host')
  expect(await focused()).toBe('Both are in')
  await tabTo('To 30 s before the end')
  await page.keyboard.press('Space')
  await says(log, 'took a new token of viewer')
  await tabTo('Let it expire')
  await page.keyboard.press('Enter')
  await says(log, 'put host out: token expired')
  expect(await focused()).toBe('Let it expire')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await tabTo('Join')
  await page.keyboard.press('Enter')
  await says(viewer, 'Receives, from the host')
})

chromiumTest.each(looks)('nothing bars anyone at $width px, $colorScheme', async (look) => {
  const { page, host, viewer } = await openDemo(look)
  const name = `demo-${look.width}-${look.colorScheme}`
  await shoot(page, `${name}-start`)
  expect(await barriers(page)).toEqual([])
  expect(await overhang(page)).toBe(0)
  await letBothJoin(page, viewer)
  await shoot(page, `${name}-joined`)
  await press(viewer, 'Try a wrong channel')
  await says(viewer, 'CHANNEL_CASE')
  await press(host, 'Let it expire')
  await says(host, 'TOKEN_EXPIRED')
  await shoot(page, `${name}-refused`)
  expect(await barriers(page)).toEqual([])
  expect(await overhang(page)).toBe(0)
})

chromiumTest('tokens of 40 seconds are warned of by the real clock', async () => {
  const { page, host, viewer, log } = await openDemo()
  await page.getByLabel('Tokens live for').selectOption('40 seconds')
  await letBothJoin(page, viewer)
  await says(log, 'has a new token for 40 s')
  await says(log, 'warned host')
  await says(log, 'took a new token of host')
  await says(host, 'in the channel')
})

chromiumTest('who asks for less motion gets a picture of which the digits alone move', async () => {
  const { page, viewer } = await openDemo()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await letBothJoin(page, viewer)
  const durations = await page.evaluate(() =>
    [...document.querySelectorAll('button, .mark')].map(
      (element) => getComputedStyle(element).transitionDuration,
    ),
  )
  expect([...new Set(durations)]).toEqual(['0s'])
})
