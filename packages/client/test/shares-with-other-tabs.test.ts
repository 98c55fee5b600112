import { expect, test } from 'vitest'
import { fakeServer, outcome, sourceOn, tabOf } from './fixture.ts'
import { SharedTabs } from './shared-tabs.ts'
import { Device, randomOf, World } from './virtual-world.ts'

function tabs(count: number) {
  const world = new World()
  const server = fakeServer(world)
  const shared = new SharedTabs()
  const random = randomOf(1)
  const all = Array.from({ length: count }, () => tabOf(world, server, shared, random))
  return { world, server, shared, random, all }
}

test('five tabs that need a token at once make one request', async () => {
  const { world, server, all } = tabs(5)
  const tokens = await outcome(world, Promise.all(all.map(({ source }) => source.get())), 2)
  expect(server.requests).toHaveLength(1)
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(1)
  expect(all.map(({ heard }) => heard)).toEqual(Array(5).fill(['token']))
})

test('a tab that is opened later takes the token that is there', async () => {
  const { world, server, shared, random, all } = tabs(2)
  const [first] = await outcome(world, Promise.all(all.map(({ source }) => source.get())), 60)
  const later = tabOf(world, server, shared, random)
  await world.advance(0.01)
  expect(later.source.current).toEqual(first)
  expect(server.requests).toHaveLength(1)
})

test('five tabs renew once for all, all day long', async () => {
  const { world, server, all } = tabs(5)
  await outcome(world, Promise.all(all.map(({ source }) => source.get())), 86_400)
  expect(server.requests.length).toBeLessThanOrEqual(1 + 86_400 / 3240)
  expect(server.requests.length).toBeGreaterThanOrEqual(24)
  for (const { heard } of all) expect(heard).toHaveLength(server.requests.length)
})

test('an attempt that fails counts for all tabs', async () => {
  const { world, server, all } = tabs(5)
  server.answer = () => new Response('', { status: 500 })
  const outcomes = Promise.allSettled(all.map(({ source }) => source.get()))
  for (const { status } of await outcome(world, outcomes)) expect(status).toBe('rejected')
  expect(server.requests.length).toBeLessThanOrEqual(6)
})

test('each tab is refused by the token server itself, once; a token that comes later mends all', async () => {
  const { world, server, shared, random, all } = tabs(3)
  server.answer = () => new Response('', { status: 403 })
  const outcomes = Promise.allSettled(all.map(({ source }) => source.get()))
  await outcome(world, outcomes, 3600)
  expect(server.requests).toHaveLength(3)
  for (const { heard } of all) expect(heard).toEqual(['refused TOKEN_REFUSED'])
  server.answer = () => server.token()
  const { source } = tabOf(world, server, shared, random) // signed in again
  await outcome(world, source.get(), 2)
  expect(all.every((tab) => tab.source.current !== undefined)).toBe(true)
})

test('a tab whose sign-in has ended takes no other tab with it', async () => {
  const world = new World()
  const server = fakeServer(world)
  const shared = new SharedTabs()
  const open = (sign: string, random: () => number) => {
    const device = new Device({ world, fetch: server.fetch, tabs: shared, random })
    return sourceOn(device, { headers: { authorization: sign } })
  }
  const stale = open('stale', () => 0) // is the first to renew
  const signedIn = open('good', () => 1)
  await outcome(world, Promise.all([stale.source.get(), signedIn.source.get()]), 2)
  server.answer = (nth) =>
    server.requests[nth - 1]!.headers.authorization === 'good'
      ? server.token()
      : new Response('', { status: 401 })
  await world.advance(3 * 3600)
  expect(stale.heard).toContain('refused TOKEN_REFUSED')
  expect(signedIn.heard).toEqual(Array(4).fill('token'))
  expect(signedIn.source.current).toBeDefined()
})

test('a tab that was refused does not ask again because another one fails', async () => {
  const { world, server, all } = tabs(2)
  const [refused, other] = all
  server.answer = (nth) => new Response('', { status: nth === 1 ? 401 : 500 })
  await outcome(world, refused!.source.get(), 2).catch(() => undefined)
  await outcome(world, other!.source.get(), 20).catch(() => undefined)
  const asked = server.requests.length
  await expect(outcome(world, refused!.source.get(), 20)).rejects.toMatchObject({ status: 401 })
  expect(server.requests).toHaveLength(asked)
})

test('a tab that dies while it asks leaves its turn to the next', async () => {
  const { world, all } = tabs(2)
  const [dying, other] = all
  void dying!.source.get()
  await world.advance(0.1) // under way
  const token = other!.source.get()
  dying!.device.kill()
  expect((await outcome(world, token, 2)).token).toMatch(/^007/)
})

test('a tab that hangs holds nobody up for ever', async () => {
  const { world, server, all } = tabs(2)
  const [hanging, other] = all
  hanging!.source.get().catch(() => undefined)
  await world.advance(0.1)
  hanging!.device.sleep() // only this tab
  const token = outcome(world, other!.source.get(), 35)
  expect((await token).token).toMatch(/^007/)
  expect(server.requests.length).toBeLessThanOrEqual(2)
})

test('a tab with another role keeps its own token', async () => {
  const { world, all } = tabs(2)
  const [host, viewer] = all
  await outcome(world, Promise.all([host!.source.get(), viewer!.source.get()]), 2)
  await outcome(world, viewer!.source.changeRole('subscriber'), 2)
  expect(viewer!.source.current!.token).not.toBe(host!.source.current!.token)
})

test('tabs that want different things, or do not want to, do not share', async () => {
  const world = new World()
  const server = fakeServer(world)
  const shared = new SharedTabs()
  const open = (options: object) =>
    sourceOn(new Device({ world, fetch: server.fetch, tabs: shared }), options).source
  const sources = [
    open({}),
    open({ channel: 'other' }),
    open({ subject: { uid: 8 } }),
    open({ role: 'subscriber' }),
    open({ url: 'https://other.example/v1/tokens' }),
    open({ url: 'https://tokens.example/v1/tokens?project=a' }),
    open({ url: 'https://tokens.example/v1/tokens?project=b' }),
    open({ version: '006' }),
    open({ shareAs: false }),
  ]
  await outcome(world, Promise.all(sources.map((source) => source.get())), 2)
  expect(server.requests).toHaveLength(sources.length)
})

test('a fetchToken is shared under the name that the app gives', async () => {
  const world = new World()
  const shared = new SharedTabs()
  let calls = 0
  const open = (shareAs?: string) => {
    const fetchToken = async () => {
      calls++
      const issuedAt = Math.floor(world.now)
      return { token: `token${calls}`, issuedAt, expiresAt: issuedAt + 3600 }
    }
    const device = new Device({ world, tabs: shared })
    return sourceOn(device, { fetchToken, url: undefined, shareAs } as never).source
  }
  await outcome(world, Promise.all([open(), open()].map((source) => source.get())), 2)
  expect(calls).toBe(2)
  await outcome(world, Promise.all([open('me'), open('me')].map((source) => source.get())), 2)
  expect(calls).toBe(3)
})

test('where the browser forbids sharing each tab asks for itself', async () => {
  const world = new World()
  const server = fakeServer(world)
  const forbidden = new DOMException('sandboxed', 'SecurityError')
  const device = new Device({ world, fetch: server.fetch })
  const locked = {
    ...device,
    tabs: {
      lock: () => Promise.reject(forbidden),
      open: () => ({ say: () => undefined, close: () => undefined }),
    },
  }
  const closed = {
    ...device,
    tabs: {
      lock: () => Promise.reject(forbidden),
      open: () => {
        throw forbidden
      },
    },
  }
  for (const environment of [locked, closed]) {
    const { source } = sourceOn(device, { environment })
    await outcome(world, source.get(), 2)
  }
  expect(server.requests).toHaveLength(2)
})

test('messages that are none of ours are not heard', async () => {
  const { world, server, shared, all } = tabs(1)
  const [{ source }] = all as [(typeof all)[0]]
  const token = await outcome(world, source.get(), 2)
  const name = [...shared.names()][0]!
  const stranger = shared.tab((act) => act()).open(name, () => undefined)
  for (const message of [null, 1, 'x', {}, { token: null }, { token: {} }, { failure: 1 }]) {
    stranger.say(message)
  }
  await world.advance(1)
  expect(source.current).toBe(token)
  expect(server.requests).toHaveLength(1)
})

test('the name that tabs share under does not hold the query of the URL', async () => {
  const world = new World()
  const shared = new SharedTabs()
  const device = new Device({ world, tabs: shared })
  sourceOn(device, { url: 'https://tokens.example/v1/tokens?key=secret-of-mine' })
  expect([...shared.names()]).toHaveLength(1)
  expect([...shared.names()].join()).not.toContain('secret')
})
