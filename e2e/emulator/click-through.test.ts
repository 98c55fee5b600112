import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmulatorClock, inMemory } from '@symbolon/emulator'
import { serveEmulator } from '@symbolon/emulator/serve'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { chromiumTest, launchChromium } from '../support/chromium.ts'
import { appId } from './support/emulator.ts'

/** The emulator as it is started by the command, with an authority that nobody trusts yet. */
async function started() {
  const dataDir = mkdtempSync(join(tmpdir(), 'symbolon-click-'))
  const clock = new EmulatorClock({ running: true })
  const projects = inMemory([{ appId }])
  const emulator = await serveEmulator({ projects, clock, port: 0, dataDir })
  onTestFinished(async () => {
    await emulator.close()
    rmSync(dataDir, { recursive: true })
  })
  return emulator
}

async function openPage(ignoreHTTPSErrors: boolean): Promise<Page> {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  return await (await browser.newContext({ ignoreHTTPSErrors })).newPage()
}

const lines = (page: Page) => page.locator('[role=status] li').allTextContents()
const allGood = [
  '✓ page opened: the certificate of this address is accepted',
  '✓ access point answers',
  '✓ edge answers',
]

chromiumTest('one click-through opens page, access point and edge together', async ({ skip }) => {
  const { url } = await started()
  const page = await openPage(false)
  await expect(page.goto(`${url}/`)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID')
  // a headless shell shows no warning that could be clicked through
  const warned = page.waitForFunction(() => document.title === 'Privacy error', null, {
    timeout: 5000,
  })
  const shows = await warned.then(
    () => true,
    () => false,
  )
  if (!shows) skip('this browser shows no certificate warning')
  await page.keyboard.type('thisisunsafe') // what "Advanced, Proceed" does, by keyboard
  await expect.poll(() => page.title()).toBe('Symbolon emulator')
  await expect.poll(() => lines(page)).toEqual(allGood)
})

chromiumTest('the page says what it is, and what this browser reaches', async () => {
  const { url } = await started()
  const page = await openPage(true)
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`${url}/`)
  await expect.poll(() => lines(page)).toEqual(allGood)
  expect(await page.textContent('main')).toContain('For tests only')
  expect(errors).toEqual([])
})

chromiumTest('the page shows it when the edge cannot be reached', async () => {
  const { url } = await started()
  const page = await openPage(true)
  await page.routeWebSocket(/./, (socket) => socket.close({ code: 1008 }))
  await page.addInitScript(() => {
    const Real = WebSocket
    // what a browser does that does not trust the certificate: an error, and no reason
    globalThis.WebSocket = class extends Real {
      constructor(address: string | URL) {
        super(address)
        queueMicrotask(() => this.dispatchEvent(new Event('error')))
      }
    }
  })
  await page.goto(`${url}/`)
  await expect
    .poll(() => lines(page))
    .toContainEqual(expect.stringContaining('✗ edge cannot be reached'))
})
