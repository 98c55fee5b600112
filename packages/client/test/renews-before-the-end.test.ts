import { expect, test } from 'vitest'
import { outcome, scene } from './fixture.ts'

test('get gives a token with its times, and the same one again without asking', async () => {
  const { world, server, source } = scene()
  const token = await outcome(world, source.get(), 1)
  expect(token).toEqual({
    token: '007token0',
    issuedAt: world.now - 1,
    expiresAt: world.now - 1 + 3600,
    renewAt: world.now - 1 + 3240,
  })
  expect(await source.get()).toBe(token)
  expect(source.current).toBe(token)
  expect(server.requests).toHaveLength(1)
})

test('the request says channel, subject, role and service', async () => {
  const { world, server, source } = scene({ role: 'subscriber', expiresInSeconds: 600 })
  await outcome(world, source.get(), 1)
  expect(server.requests[0]!.body).toEqual({
    expiresInSeconds: 600,
    rtc: { channel: 'lobby', uid: 7, role: 'subscriber' },
  })
})

test('several services go into one token', async () => {
  const options = { subject: { account: 'alice' }, services: ['rtc', 'rtm', 'chat'] } as const
  const { world, server, source } = scene(options)
  await outcome(world, source.get(), 1)
  expect(server.requests[0]!.body).toEqual({
    rtc: { channel: 'lobby', account: 'alice', role: 'publisher' },
    rtm: { userId: 'alice' },
    chat: { userId: 'alice' },
  })
})

test('nothing is asked before someone needs a token', async () => {
  const { world, server } = scene()
  await world.advance(86_400)
  expect(server.requests).toHaveLength(0)
})

test('a token is renewed after its renewAt, before the warning of the SDK, all day long', async () => {
  const { world, server, source, heard } = scene()
  await outcome(world, source.get(), 86_400)
  expect(server.requests).toHaveLength(Math.ceil(86_400 / (3240 + 81)))
  const gaps = server.requests.slice(1).map(({ at }, nth) => at - server.requests[nth]!.at)
  for (const gap of gaps) {
    expect(gap).toBeGreaterThan(3240)
    expect(gap).toBeLessThan(3570)
  }
  expect(new Set(heard)).toEqual(new Set(['token']))
})

test('tokens of 40 seconds are renewed at their half', async () => {
  const { world, server, source, heard } = scene()
  server.lifeSeconds = 40
  await outcome(world, source.get(), 200)
  expect(server.requests.length).toBeGreaterThanOrEqual(9)
  expect(server.requests.length).toBeLessThanOrEqual(11)
  expect(heard).not.toContain('expired')
})

test('callers at the same time share one request', async () => {
  const { world, server, source } = scene()
  const all = Promise.all([source.get(), source.get(), source.renew(), source.get()])
  const tokens = await outcome(world, all, 1)
  expect(new Set(tokens).size).toBe(1)
  expect(server.requests).toHaveLength(1)
})

test('renew asks at once', async () => {
  const { world, server, source } = scene()
  await outcome(world, source.get(), 10)
  const token = await outcome(world, source.renew(), 1)
  expect(token.token).toBe('007token1')
  expect(source.current).toBe(token)
  expect(server.requests).toHaveLength(2)
})

test('after close nothing is asked, and every promise says so', async () => {
  const { world, server, source } = scene()
  await outcome(world, source.get(), 10)
  const pending = source.renew()
  source.close()
  await expect(outcome(world, pending, 1)).rejects.toMatchObject({ code: 'TOKEN_SOURCE_CLOSED' })
  await expect(source.get()).rejects.toMatchObject({ code: 'TOKEN_SOURCE_CLOSED' })
  await expect(source.renew()).rejects.toMatchObject({ code: 'TOKEN_SOURCE_CLOSED' })
  await expect(source.changeRole('subscriber')).rejects.toMatchObject({
    code: 'TOKEN_SOURCE_CLOSED',
  })
  expect(source.current).toBeUndefined()
  await world.advance(86_400)
  expect(server.requests.length).toBeLessThanOrEqual(2)
})

test('a token that comes in the moment of the close is not kept', async () => {
  const { world, source, heard } = scene()
  source.get().catch(() => undefined)
  await world.advance(0.0999)
  world.after(0.00005, () => source.close())
  await world.advance(1)
  expect([source.current, heard]).toEqual([undefined, []])
})
