import type { FetchToken } from '@symbolon/client'
import { expect, test } from 'vitest'
import { outcome, sourceOn } from './fixture.ts'
import { Device, World } from './virtual-world.ts'

/** A source whose `fetchToken` gives a token at first, and from then on does what the test says. */
function scene(then: (world: World) => ReturnType<FetchToken>) {
  const world = new World()
  let calls = 0
  const fetchToken: FetchToken = () => {
    calls++
    if (calls > 1) return then(world)
    const issuedAt = Math.floor(world.now)
    return { token: `token${calls}`, issuedAt, expiresAt: issuedAt + 3600 }
  }
  const device = new Device({ world, random: () => 0 })
  const opened = sourceOn(device, { fetchToken, url: undefined as never })
  return { world, ...opened, calls: () => calls }
}

const failing = (facts: object) => Object.assign(new Error('of the app'), facts)

test('a fetchToken need not be async', async () => {
  const { world, source } = scene(() => ({ token: 't', issuedAt: 1, expiresAt: 2 }))
  expect((await outcome(world, source.get(), 1)).token).toBe('token1')
})

test.each([
  ['an error with status 401', () => failing({ status: 401 })],
  ['an error with status 403', () => failing({ status: 403 })],
  ['an error that has the response', () => failing({ response: { status: 401 } })],
  ['the response itself', () => new Response('', { status: 401 })],
])('%s is final: told once, and never asked again', async (_what, thrown) => {
  const cause = thrown()
  const { world, source, heard, calls } = scene(() => Promise.reject(cause))
  await outcome(world, source.get(), 1)
  await world.advance(86_400)
  expect(calls()).toBe(2)
  expect(heard).toEqual(['token', 'refused TOKEN_REFUSED', 'expired'])
  await expect(source.get()).rejects.toMatchObject({ code: 'TOKEN_REFUSED', cause })
})

test.each([
  ['retryAfterSeconds of 429', () => failing({ status: 429, retryAfterSeconds: 90 })],
  ['retryAfterSeconds of 503', () => failing({ status: 503, retryAfterSeconds: 90 })],
  [
    'Retry-After of a response, in seconds',
    () => new Response('', { status: 429, headers: { 'retry-after': '90' } }),
  ],
  [
    'Retry-After of a response, as a date',
    ({ now }: World) => {
      const at = new Date((now + 90) * 1000).toUTCString()
      return failing({
        response: new Response('', { status: 503, headers: { 'retry-after': at } }),
      })
    },
  ],
])('%s is waited for', async (_what, thrown) => {
  const { world, source, calls } = scene((at) => Promise.reject(thrown(at)))
  await outcome(world, source.get(), 1)
  const busy = { code: 'TOKEN_SERVER_BUSY', retryAfterSeconds: 90 }
  await expect(outcome(world, source.renew(), 1)).rejects.toMatchObject(busy)
  await expect(outcome(world, source.renew(), 80)).rejects.toMatchObject(busy)
  expect(calls()).toBe(2)
})

test.each([
  ['a status of 500', { status: 500 }, 'TOKEN_SERVER_FAILED'],
  ['a status of 422', { status: 422 }, 'TOKEN_REQUEST_INVALID'],
  ['a status of 0, as XMLHttpRequest has it', { status: 0 }, 'TOKEN_SERVER_UNREACHABLE'],
  ['a status that is a word', { status: 'failed' }, 'TOKEN_SERVER_UNREACHABLE'],
  ['headers that are a plain object', { headers: {} }, 'TOKEN_SERVER_UNREACHABLE'],
  ['null', null, 'TOKEN_SERVER_UNREACHABLE'],
])('a fetchToken that throws %s: %s', async (_what, thrown, code) => {
  const { world, source } = scene(() => Promise.reject(thrown))
  await outcome(world, source.get(), 1)
  await expect(outcome(world, source.renew(), 1)).rejects.toMatchObject({ code, cause: thrown })
})

test('what a function for headers throws counts in the same way', async () => {
  const world = new World()
  const headers = () => Promise.reject(failing({ status: 401 }))
  const { source, heard } = sourceOn(new Device({ world }), { headers })
  await outcome(world, source.get(), 1).catch(() => undefined)
  expect(heard).toEqual(['refused TOKEN_REFUSED'])
})
