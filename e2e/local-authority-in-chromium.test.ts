import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { openLocalAuthority } from '../packages/emulator/src/wire/certificates/local-authority.ts'
import {
  certifyServer,
  localNames,
} from '../packages/emulator/src/wire/certificates/server-certificate.ts'
import { launchChromium, missingChromium } from './support/chromium.ts'
import { serveSecurely } from './support/secure-server.ts'
import { testUnless } from './support/test-unless.ts'
import { type Home, missingCertutil, newHome } from './support/trust.ts'

const chromiumTest = testUnless(missingChromium ?? missingCertutil)
const now = Math.floor(Date.now() / 1000)

/** A server with a certificate of the home's authority for `names`; its port. */
async function startServer({ dataDir }: Home, names = localNames): Promise<number> {
  return await serveSecurely(
    certifyServer(await openLocalAuthority({ dataDir, now }), { names, now }),
  )
}

/** A page of a browser that lives in that home and takes no certificate but those it trusts. */
async function openPage({ env }: Home, ...args: readonly string[]): Promise<Page> {
  const browser = await launchChromium({ env, args })
  onTestFinished(() => browser.close())
  return await browser.newPage()
}

/** What the browser says to `url`: the status, or its network error. */
async function visit(page: Page, url: string): Promise<number | string> {
  try {
    return (await page.goto(url))?.status() ?? 'no answer'
  } catch (error) {
    return /net::(\w+)/.exec((error as Error).message)?.[1] ?? String(error)
  }
}

function openSocket(page: Page, url: string): Promise<string> {
  return page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address)
        socket.onopen = () => resolve('open')
        socket.onerror = () => resolve('error')
      }),
    url,
  )
}

chromiumTest(
  'with the authority installed, page and WebSocket open without a question',
  async () => {
    const home = newHome()
    home.run('install')
    const port = await startServer(home)
    const page = await openPage(home)
    for (const name of ['localhost', '127-0-0-1.localhost', '127.0.0.1']) {
      expect([name, await visit(page, `https://${name}:${port}/`)]).toEqual([name, 200])
      expect(await page.evaluate(() => isSecureContext)).toBe(true)
      for (const socket of ['localhost', '127-0-0-1.localhost', '127.0.0.1'])
        expect(await openSocket(page, `wss://${socket}:${port}/`)).toBe('open')
    }
  },
)

chromiumTest('without it, and after its removal, the browser refuses', async () => {
  const home = newHome()
  const port = await startServer(home)
  const url = `https://localhost:${port}/`
  expect(await visit(await openPage(home), url)).toBe('ERR_CERT_AUTHORITY_INVALID')
  home.run('install')
  expect(await visit(await openPage(home), url)).toBe(200)
  home.run('remove')
  expect(await visit(await openPage(home), url)).toBe('ERR_CERT_AUTHORITY_INVALID')
})

chromiumTest(
  'with it installed, its signature for another host is refused all the same',
  async () => {
    const home = newHome()
    home.run('install')
    const port = await startServer(home, ['example.com', 'localhost.example.com'])
    const page = await openPage(home, '--host-resolver-rules=MAP * 127.0.0.1')
    for (const name of ['example.com', 'localhost.example.com'])
      expect(await visit(page, `https://${name}:${port}/`)).toBe('ERR_CERT_INVALID')
  },
)
