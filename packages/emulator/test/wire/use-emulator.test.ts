import { afterEach, expect, test, vi } from 'vitest'
import { connectEmulator, EmulatorUnreachable, useEmulator } from '../../src/browser.ts'

afterEach(() => vi.unstubAllGlobals())

/** A client that forgets its proxy as the SDK does: at every leave and every failed join. */
class ForgetfulClient {
  connectionState = 'DISCONNECTED'
  proxy: string | undefined
  readonly joinedBy: (string | undefined)[] = []
  fails = false
  private listener: (state: string) => void = () => {}

  setProxyServer(server: string): void {
    if (this.connectionState !== 'DISCONNECTED') throw new Error('not now')
    this.proxy = server
  }

  on(_: 'connection-state-change', listener: (state: string) => void): void {
    this.listener = listener
  }

  async join(appId: string): Promise<string> {
    this.joinedBy.push(this.proxy)
    if (this.fails) {
      this.proxy = undefined
      throw new Error('refused')
    }
    this.connectionState = 'CONNECTED'
    return appId
  }

  async leave(): Promise<void> {
    this.drop()
  }

  drop(): void {
    this.proxy = undefined
    this.connectionState = 'DISCONNECTED'
    this.listener('DISCONNECTED')
  }
}

function reachable() {
  const urls: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    urls.push(url)
  })
  return urls
}

test('each join goes to the emulator, also after a leave, a loss or a refusal', async () => {
  const urls = reachable()
  const client = useEmulator(new ForgetfulClient())
  expect(client.proxy).toBe('localhost:4443')
  expect(await client.join('app')).toBe('app')
  await client.leave()
  expect(client.proxy).toBe('localhost:4443')
  await client.join('app')
  client.drop()
  expect(client.proxy).toBe('localhost:4443')
  client.fails = true
  await expect(client.join('app')).rejects.toThrow('refused')
  expect(client.proxy).toBe('localhost:4443')
  expect(client.joinedBy).toEqual(Array(3).fill('localhost:4443'))
  expect(urls).toEqual(Array(3).fill('https://localhost:4443/'))
})

test('connectEmulator is the same, under a name that is no hook’s', async () => {
  reachable()
  const client = connectEmulator(new ForgetfulClient())
  await client.join('app')
  expect(client.joinedBy).toEqual(['localhost:4443'])
})

test('the last host counts', async () => {
  reachable()
  const client = useEmulator(new ForgetfulClient())
  useEmulator(client, { host: 'localhost:5000' })
  await client.join('app')
  expect(client.joinedBy).toEqual(['localhost:5000'])
})

test('a second join while in the channel is left to the client', async () => {
  reachable()
  const client = useEmulator(new ForgetfulClient())
  await client.join('app')
  await expect(client.join('app')).resolves.toBe('app')
})

test('an emulator that cannot be reached is named, with what to do', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  const client = useEmulator(new ForgetfulClient())
  const error = await client.join('app').catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(EmulatorUnreachable)
  expect(error).toMatchObject({ code: 'EMULATOR_UNREACHABLE', url: 'https://localhost:4443/' })
  expect((error as Error).message).toContain('symbolon trust')
  expect(client.joinedBy).toEqual([])
})
