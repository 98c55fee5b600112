import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { IAgoraRTM, RTMConfig } from 'agora-rtm-sdk'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchChromium, missingChromium } from '../../support/chromium.ts'
import { servePages } from '../../support/pages.ts'
import { mapped } from './browser.ts'
import { startGateway } from './emulator.ts'

declare global {
  var AgoraRTM: IAgoraRTM
}

export interface LoginWish {
  readonly appId: string
  readonly userId: string
  readonly token?: string | undefined
}

/** What an app is told: the error's numbers and text, and each state of the link with its reason. */
interface LoginOutcome {
  readonly errorCode: number
  /** as the access point answered it; absent = the SDK did not ask */
  readonly serverCode: number | undefined
  readonly reason: string
  readonly states: readonly (readonly [state: string, reasonCode: string])[]
}

interface Opened {
  /** Logs in with a fresh client of the unmodified SDK; the emulator never lets it succeed. */
  readonly login: (wish: LoginWish) => Promise<LoginOutcome>
  readonly close: () => Promise<void>
}

/** How a page of the messaging SDK finds the emulator: by its own private setting, or because its hosts are mapped. */
export type MessagingWay = 'private config' | 'mapped hosts'

type Suite = Awaited<ReturnType<typeof startGateway>> & Pick<Opened, 'login'>

/** An emulator and one page of the messaging SDK for all tests of a file; no request may go to another host. */
export function messagingSuite(way: MessagingWay): Suite {
  const suite = {} as { -readonly [key in keyof Suite]: Suite[key] }
  if (missingChromium !== undefined) return suite
  const elsewhere: string[] = []
  let opened: Opened
  beforeAll(async () => {
    Object.assign(suite, await startGateway())
    opened = await open(suite.gateway.port, way, (url) => elsewhere.push(url))
    suite.login = opened.login
  })
  afterEach(() => {
    suite.emulator.reset()
    expect(elsewhere.splice(0)).toEqual([])
    expect(suite.faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await opened?.close()
    await suite.close?.()
  })
  return suite
}

async function open(port: number, way: MessagingWay, note: (url: string) => void): Promise<Opened> {
  const pages = await servePages({
    '/index.html': '<!doctype html><title>SDK</title><body><script src="/sdk.js"></script>',
    '/sdk.js': await readFile(createRequire(import.meta.url).resolve('agora-rtm-sdk')),
  })
  const isPrivate = way === 'private config'
  const host = `127.0.0.1:${port}`
  const privateConfig = { serviceType: ['MESSAGE' as const], accessPointHosts: [host] }
  const config: RTMConfig = isPrivate ? { privateConfig } : {}
  const browser = await launchChromium({ args: [mapped(isPrivate ? undefined : port)] })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  // with mapped hosts nothing but the emulator can be reached, whatever its name; blob: is the SDK's own worker
  const noteUrl = (url: string) =>
    way === 'mapped hosts' || /^(blob|https?:\/\/127\.0\.0\.1)[:/]/.test(url) || note(url)
  page.on('request', (request) => noteUrl(request.url()))
  page.on('websocket', (socket) => noteUrl(socket.url()))
  await page.goto(`${pages.url}/index.html`)
  return {
    login: (wish) => page.evaluate(logIn, [wish, config] as const),
    async close() {
      await browser.close()
      await pages.close()
    },
  }
}

/** Runs in the page. */
async function logIn([wish, config]: readonly [LoginWish, RTMConfig]): Promise<LoginOutcome> {
  const { appId, userId, token } = wish
  const client = new AgoraRTM.RTM(appId, userId, config)
  const states: (readonly [string, string])[] = []
  client.addEventListener('linkState', (event) => {
    states.push([event.currentState, event.reasonCode])
  })
  try {
    await client.login(token === undefined ? {} : { token })
  } catch (error) {
    const { errorCode, serverCode, reason } = error as LoginOutcome
    return { errorCode, serverCode, reason, states }
  }
  throw new Error('the login succeeded')
}
