import type { EventLog, LogEntry } from '@symbolon/emulator'
import type { ClientConfig } from 'agora-rtc-sdk-ng'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Way } from '../../pages/sdk.ts'
import { missingChromium } from '../../support/chromium.ts'
import { openSdkPage } from './browser.ts'
import { SdkClient } from './client.ts'
import { type GatewayWish, startGateway, token } from './emulator.ts'

type Started = Awaited<ReturnType<typeof startGateway>>
type TokenWish = Parameters<typeof token>[0]

/** An emulator and one page of the SDK for all tests of a file. */
export interface Suite extends Started {
  readonly page: Awaited<ReturnType<typeof openSdkPage>>['page']
  /** a new client that finds the emulator by the proxy setting, unless told otherwise */
  readonly client: (config?: Partial<ClientConfig>, way?: Way) => Promise<SdkClient>
  /** another tab of the same browser; the test closes it */
  readonly newPage: () => ReturnType<Awaited<ReturnType<typeof openSdkPage>>['newPage']>
  /** a token that is issued now, by the emulator's clock */
  readonly token: (wish?: TokenWish) => string
  /** resolves when the emulator has seen this so many times */
  readonly happened: (type: LogEntry['type'], times?: number) => Promise<void>
  /** whole seconds of the emulator's clock */
  readonly now: () => number
}

/** After each test everyone leaves, the emulator forgets, and no request may have gone to another host. */
export function sdkSuite(wish: GatewayWish & { readonly mapHosts?: boolean } = {}): Suite {
  const suite = {} as { -readonly [key in keyof Suite]: Suite[key] }
  if (missingChromium !== undefined) return suite
  const elsewhere: string[] = []
  let opened: Awaited<ReturnType<typeof openSdkPage>>
  beforeAll(async () => {
    Object.assign(suite, await startGateway(wish))
    opened = await openSdkPage(wish.mapHosts ? suite.gateway.port : undefined)
    const { page } = opened
    suite.page = page
    // with mapped hosts nothing but the emulator can be reached, whatever its name
    const note = (url: string) => wish.mapHosts || isHere(url) || elsewhere.push(url)
    page.on('request', (request) => note(request.url()))
    page.on('websocket', (socket) => note(socket.url()))
    suite.client = (config = {}, way = { proxy: suite.gateway.port }) =>
      SdkClient.create(page, way, config)
    suite.newPage = opened.newPage
    suite.now = () => Math.floor(suite.emulator.clock.now())
    suite.happened = (type, times = 1) => happened(suite.emulator.log, type, times)
    suite.token = (given) => token({ issuedAt: suite.now(), ...given })
  })
  afterEach(async () => {
    await suite.page.evaluate(() => sdk.leaveAll())
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

/** Longer than anything that the SDK does in these tests; what did not happen by then will not. */
const deadlineMs = 30_000

function happened(log: EventLog, type: LogEntry['type'], times: number): Promise<void> {
  const count = () => log.entries().filter((entry) => entry.type === type).length
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`"${type}" happened ${count()} times, not ${times}`))
    }, deadlineMs)
    const stop = log.listen(check)
    function check(): void {
      if (count() < times) return
      stop()
      clearTimeout(timer)
      resolve()
    }
    check()
  })
}

function isHere(url: string): boolean {
  const { hostname, protocol } = new URL(url)
  return protocol === 'blob:' || /^((127-0-0-1\.)?localhost|127\.0\.0\.1)$/.test(hostname)
}
