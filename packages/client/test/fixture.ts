import { createTokenSource, type TokenSource, type TokenSourceOptions } from '@symbolon/client'
import { onTestFinished } from 'vitest'
import type { SharedTabs } from './shared-tabs.ts'
import { Device, type DeviceOptions, World } from './virtual-world.ts'

export interface FakeServer {
  /** requests that reached it */
  requests: { at: number; body: Record<string, unknown>; headers: Record<string, string> }[]
  /** what it answers; replaced by tests */
  answer: (nth: number) => Response | Promise<Response>
  lifeSeconds: number
  readonly fetch: typeof fetch
  readonly token: () => Response
}

/** A token server on the world's clock that answers as `POST /v1/tokens` does, after 0.1 seconds. */
export function fakeServer(world: World): FakeServer {
  let minted = 0
  const server: FakeServer = {
    requests: [],
    lifeSeconds: 3600,
    answer: () => server.token(),
    token() {
      const issuedAt = Math.floor(world.now)
      const life = server.lifeSeconds
      const lead = life < 90 ? Math.ceil(life / 2) : Math.min(600, Math.max(60, life / 10))
      const expiresAt = issuedAt + life
      const times = { issuedAt, expiresAt, renewAt: Math.floor(expiresAt - lead) }
      return Response.json({ token: `007token${minted++}`, ...times }, { status: 201 })
    },
    fetch: async (_url, init) => {
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {}
      const headers = init?.headers as Record<string, string>
      server.requests.push({ at: world.now, body, headers })
      await world.pause(0.1)
      return server.answer(server.requests.length)
    },
  }
  return server
}

const url = 'https://tokens.example/v1/tokens'

/** One device, one server, one source. */
export function scene(
  options: Partial<TokenSourceOptions> = {},
  deviceOptions: Partial<DeviceOptions> = {},
) {
  const world = new World()
  const server = fakeServer(world)
  const device = new Device({ world, fetch: server.fetch, ...deviceOptions })
  return { world, server, device, ...sourceOn(device, options) }
}

/** Another tab of the same device. */
export function tabOf(world: World, server: FakeServer, tabs: SharedTabs, random?: () => number) {
  const device = new Device({ world, fetch: server.fetch, tabs, ...(random && { random }) })
  return { device, ...sourceOn(device) }
}

export function sourceOn(device: Device, options: Partial<TokenSourceOptions> = {}) {
  const source = createTokenSource({
    url,
    channel: 'lobby',
    subject: { uid: 7 },
    environment: device,
    ...options,
  } as TokenSourceOptions)
  onTestFinished(() => source.close())
  return { source, heard: listen(source) }
}

/** What a source tells, in order: `token`, or the event and its error's code. */
function listen(source: TokenSource): string[] {
  const heard: string[] = []
  source.on('token', () => heard.push('token'))
  source.on('failed', ({ code }) => heard.push(`failed ${code}`))
  source.on('refused', ({ code }) => heard.push(`refused ${code}`))
  source.on('expired', () => heard.push('expired'))
  return heard
}

/** What a promise comes to within so many seconds of the world's time. */
export async function outcome<T>(world: World, promise: Promise<T>, seconds = 60): Promise<T> {
  promise.catch(() => undefined)
  await world.advance(seconds)
  return Promise.race([promise, Promise.reject(new Error('still pending'))])
}
