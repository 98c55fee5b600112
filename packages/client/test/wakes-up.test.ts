import { expect, test } from 'vitest'
import { outcome, scene } from './fixture.ts'
import { heartbeatSeconds } from './virtual-world.ts'

test('on waking a token that is due is renewed at once', async () => {
  const { world, server, source, device } = scene()
  await outcome(world, source.get(), 3245)
  device.wake()
  await world.advance(1)
  expect(server.requests).toHaveLength(2)
})

test('on waking a token that is not due is left alone', async () => {
  const { world, server, source, device } = scene()
  await outcome(world, source.get(), 3000)
  for (let nth = 0; nth < 20; nth++) device.wake()
  await world.advance(100)
  expect(server.requests).toHaveLength(1)
})

test('on waking a failed attempt is repeated soon, but not sooner than Retry-After', async () => {
  const { world, server, source, device } = scene()
  await outcome(world, source.get(), 3000)
  server.answer = () => new Response('', { status: 500 })
  await world.advance(330)
  const before = server.requests.length
  expect(before).toBeGreaterThanOrEqual(2)
  device.wake()
  await world.advance(5.1)
  expect(server.requests.length).toBe(before + 1)

  server.answer = () => new Response('', { status: 503, headers: { 'retry-after': '100' } })
  device.wake()
  await world.advance(5)
  const busy = server.requests.length
  for (let nth = 0; nth < 9; nth++) {
    device.wake()
    await world.advance(10)
  }
  expect(server.requests.length).toBe(busy)
})

test('a page that slept past the end of its token has a new one soon after', async () => {
  const { world, source, device, heard } = scene()
  await outcome(world, source.get(), 100)
  device.sleep()
  await world.advance(8 * 3600)
  expect(heard).toEqual(['token'])
  device.resume()
  await world.advance(heartbeatSeconds + 1)
  expect(heard.at(-1)).toBe('token')
  expect(source.current).toBeDefined()
})

test('looking at the page again and again while the server is down asks every few seconds', async () => {
  const { world, server, source, device } = scene()
  await outcome(world, source.get(), 3300)
  server.answer = () => new Response('', { status: 500 })
  await world.advance(60)
  const before = server.requests.length
  for (let nth = 0; nth < 600; nth++) {
    device.wake()
    await world.advance(0.1)
  }
  expect(server.requests.length - before).toBeLessThanOrEqual(60 / 2.5)
})
