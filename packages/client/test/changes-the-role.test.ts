import { expect, test } from 'vitest'
import { type FakeServer, outcome, scene } from './fixture.ts'

test('another role is asked for and stays, renewals included', async () => {
  const { world, server, source, heard } = scene({ role: 'subscriber' })
  await outcome(world, source.get(), 10)
  const token = await outcome(world, source.changeRole('publisher'), 1)
  expect(source.current).toBe(token)
  await world.advance(3600)
  expect(rolesOf(server)).toEqual(['subscriber', 'publisher', 'publisher'])
  expect(heard).toEqual(['token', 'token', 'token'])
})

test('a token of another role may end earlier', async () => {
  const { world, server, source } = scene({ role: 'subscriber' })
  const before = await outcome(world, source.get(), 10)
  server.lifeSeconds = 120
  const token = await outcome(world, source.changeRole('publisher'), 1)
  expect(token.expiresAt).toBeLessThan(before.expiresAt)
  expect(source.current).toBe(token)
})

const rolesOf = (server: FakeServer) =>
  server.requests.map(({ body }) => (body.rtc as { role: string }).role)

test.each([
  [403, 1],
  [500, 4],
])(
  'a role that is answered %i leaves everything as it was, after %i attempts',
  async (status, attempts) => {
    const { world, server, source, heard } = scene({ role: 'subscriber' })
    const token = await outcome(world, source.get(), 10)
    server.answer = () => new Response('{}', { status })
    await expect(outcome(world, source.changeRole('publisher'))).rejects.toMatchObject({ status })
    expect(source.current).toBe(token)
    server.answer = () => server.token()
    await world.advance(3600)
    const tried = Array(attempts).fill('publisher')
    expect(rolesOf(server)).toEqual(['subscriber', ...tried, 'subscriber'])
    expect(heard).toEqual(['token', 'token'])
  },
)

test('role changes and renewals never run at the same time', async () => {
  const { world, server, source } = scene({ role: 'subscriber' })
  let under = 0
  let most = 0
  const { token } = server
  server.answer = async () => {
    under++
    most = Math.max(most, under)
    await world.pause(1)
    under--
    return token()
  }
  const all = Promise.all([
    source.get(),
    source.changeRole('publisher'),
    source.renew(),
    source.changeRole('subscriber'),
    source.changeRole('publisher'),
  ])
  await outcome(world, all, 20)
  expect(most).toBe(1)
})

test('a server that fails once does not keep a user from another role', async () => {
  const { world, server, source } = scene({ role: 'subscriber' })
  const token = await outcome(world, source.get(), 10)
  server.answer = (nth) => (nth === 2 ? new Response('', { status: 502 }) : server.token())
  expect(await outcome(world, source.changeRole('publisher'), 5)).not.toBe(token)
  expect(rolesOf(server)).toEqual(['subscriber', 'publisher', 'publisher'])
})

test('who changes the role again and again keeps to Retry-After, and so does a renewal', async () => {
  const { world, server, source } = scene({ role: 'subscriber' })
  await outcome(world, source.get(), 10)
  server.answer = () => new Response('', { status: 429, headers: { 'retry-after': '120' } })
  for (let nth = 0; nth < 10; nth++) {
    const busy = { code: 'TOKEN_SERVER_BUSY', retryAfterSeconds: 120 }
    await expect(outcome(world, source.changeRole('publisher'), 1)).rejects.toMatchObject(busy)
    await expect(outcome(world, source.renew(), 1)).rejects.toMatchObject(busy)
  }
  expect(server.requests).toHaveLength(2)
  server.answer = () => server.token()
  await world.advance(110)
  await outcome(world, source.changeRole('publisher'), 1)
})
