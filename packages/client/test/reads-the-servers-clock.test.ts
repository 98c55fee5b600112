import { expect, test } from 'vitest'
import { elapsed, serverTime, serverTimeOfReply } from '../src/clock-offset.ts'
import { outcome, scene } from './fixture.ts'
import { heartbeatSeconds } from './virtual-world.ts'

test.each([-86_400, -900, -300, 300, 900, 86_400])(
  'a device whose clock is wrong by %i seconds renews on time',
  async (skew) => {
    const { world, server, source, heard } = scene({}, { skew })
    await outcome(world, source.get(), 4 * 3600)
    expect(server.requests).toHaveLength(Math.ceil((4 * 3600) / 3321))
    expect(heard).not.toContain('expired')
    expect(heard).not.toContain('failed TOKEN_REPLY_INVALID')
  },
)

test.each([-3600, 3600])('a clock that is set by %i seconds does no harm', async (step) => {
  const { world, server, source, heard, device } = scene()
  await outcome(world, source.get(), 600)
  device.skew += step
  device.wake()
  await world.advance(3 * 3600)
  expect(heard).not.toContain('expired')
  expect(server.requests.length).toBeLessThanOrEqual(5)
})

test('after sleep the wall clock counts, which has gone on', async () => {
  const { world, server, source, device } = scene()
  await outcome(world, source.get(), 100)
  device.sleep()
  await world.advance(3300)
  device.resume()
  await world.advance(heartbeatSeconds + 1)
  expect(server.requests).toHaveLength(2)
})

test('the larger of two clocks tells what has passed', () => {
  const from = { wall: 1000, monotonic: 5 }
  expect(elapsed(from, { wall: 1010, monotonic: 15 })).toBe(10)
  expect(elapsed(from, { wall: 1010, monotonic: 6 })).toBe(10)
  expect(elapsed(from, { wall: 0, monotonic: 15 })).toBe(10)
  expect(elapsed(from, { wall: 0, monotonic: 0 })).toBe(0)
  expect(serverTime(undefined, from)).toBe(1000)
  expect(serverTime({ serverAt: 50, reading: from }, { wall: 1010, monotonic: 5 })).toBe(60)
})

test('Date counts where it agrees with the token', () => {
  const token = { issuedAt: 1000, expiresAt: 4600 }
  expect(serverTimeOfReply(token, 2)).toBe(1002)
  expect(serverTimeOfReply(token, 2, 1600)).toBe(1602) // a token out of some cache
  expect(serverTimeOfReply(token, 2, 900)).toBe(1002)
  expect(serverTimeOfReply(token, 2, 9000)).toBe(1002)
})
