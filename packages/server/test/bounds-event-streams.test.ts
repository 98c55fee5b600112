import { rtcToken } from '@symbolon/token'
import { expect, test, vi } from 'vitest'
import { Streams } from '../src/push/streams.ts'
import { appId, certificate, keptProject, seconds, serving } from './authority.ts'
import { listen } from './listening.ts'

const now = 1_800_000_000
const at = seconds()

const listener = (subject = '7') => ({
  ...{ appId, channel: 'lobby', subject, expiresAt: now + 600, certificate },
})

const tokenOf = (uid: number) =>
  rtcToken({ appId, channel: 'lobby', uid, issuedAt: at, expiresInSeconds: 600, certificate })

const event = { event: 'reauthenticate', data: { withinSeconds: 30 } } as const

test('who does not read is dropped, and others are not', () => {
  const streams = new Streams({ altogether: 10, perAddress: 10 })
  const still = streams.add(listener(), 'a')
  const reading = streams.add(listener(), 'a')
  reading.resume()
  for (let nth = 0; nth < 5000 && !still.destroyed; nth++) {
    streams.send(listener(), event)
    reading.read()
  }
  expect(still.destroyed).toBe(true)
  expect(still.readableLength).toBeLessThan(70_000)
  expect(reading.destroyed).toBe(false)
  expect(streams.send(listener(), event)).toBe(1)
})

test('a heartbeat each fifteen seconds', () => {
  const streams = new Streams({ altogether: 10, perAddress: 10 })
  const stream = streams.add(listener(), 'a')
  stream.read()
  for (let nth = 1; nth < 15; nth++) streams.sweep(now + nth, () => undefined)
  expect(stream.read()).toBeNull()
  streams.sweep(now + 15, () => undefined)
  expect(String(stream.read())).toBe(':\n\n')
})

test('so many altogether and from one address, with when to come back', async () => {
  const kept = await keptProject()
  const limits = { SYMBOLON_PUSH_STREAMS: '3', SYMBOLON_PUSH_STREAMS_PER_ADDRESS: '2' }
  const proxy = { SYMBOLON_TRUST_PROXY: '127.0.0.1' }
  const serves = await serving(kept, { ...limits, ...proxy }, 'dev', { tokenNow: () => at })
  const from = (ip: string, uid: number) => listen(serves, tokenOf(uid), { 'x-forwarded-for': ip })
  const first = await from('10.0.0.1', 1)
  expect((await from('10.0.0.1', 2)).status).toBe(200)
  const third = await from('10.0.0.1', 3)
  expect([third.status, third.problem.code]).toEqual([503, 'STREAMS_FULL'])
  expect(third.headers.get('retry-after')).toBe('30')
  expect((await from('10.0.0.2', 3)).status).toBe(200)
  expect((await from('10.0.0.3', 4)).status).toBe(503)
  first.leave()
  await vi.waitFor(async () => expect((await from('10.0.0.3', 4)).status).toBe(200))
})

test('nobody listens where there are none, and half of the connections are for tokens', async () => {
  const kept = await keptProject()
  const off = await serving(kept, { SYMBOLON_PUSH_STREAMS: '0' }, 'dev', { tokenNow: () => at })
  expect((await listen(off, tokenOf(1))).status).toBe(503)
  const few = { SYMBOLON_MAX_CONNECTIONS: '4' }
  const small = await serving(kept, few, 'dev', { tokenNow: () => at })
  expect((await listen(small, tokenOf(1))).status).toBe(200)
  expect((await listen(small, tokenOf(2))).status).toBe(200)
  expect((await listen(small, tokenOf(3))).status).toBe(503)
})

test('ten thousand that come and go leave nothing behind', () => {
  const streams = new Streams({ altogether: 10, perAddress: 10 })
  for (let nth = 0; nth < 10_000; nth++) {
    streams.add(listener(`${nth}`), `${nth}`)
    streams.sweep(now + 600, () => undefined)
  }
  expect(streams.size).toBe(0)
  const inside = streams as unknown as Record<'places' | 'addresses', ReadonlyMap<string, unknown>>
  expect([inside.places.size, inside.addresses.size]).toEqual([0, 0])
})
