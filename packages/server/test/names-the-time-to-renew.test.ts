import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renewalAt } from '../src/mint/renewal.ts'
import { now } from './fixture.ts'

function claims(expiresInSeconds: number, privileges: Record<string, number>) {
  const services = [{ type: 'rtc', channel: 'c', uid: '1', privileges }] as const
  return { version: '007', appId: '', issuedAt: now, expiresInSeconds, services } as const
}

test.each([
  [86_400, 85_800], // ten minutes before
  [3600, 3240], // a tenth of the life before
  [600, 540],
  [100, 40], // 60 seconds before
  [90, 30],
  [89, 29],
  [61, 1],
  [60, 30], // no room for 60: at half the life
  [1, 0],
])('a life of %i seconds is renewed after %i', (life, after) => {
  expect(renewalAt(claims(life, { joinChannel: life }), now + life, now)).toBe(now + after)
})

test('the first thing to end decides', () => {
  const soon = claims(3600, { joinChannel: 3600, publishAudio: 600 })
  expect(renewalAt(soon, now + 3600, now)).toBe(now + 540)
})

test('a privilege without an end of its own does not', () => {
  expect(renewalAt(claims(3600, { joinChannel: 0 }), now + 3600, now)).toBe(now + 3240)
})

test('006: absolute ends, 0 is none', () => {
  const privileges = { joinChannel: now + 600, publishAudio: 0 }
  const old = {
    version: '006',
    appId: '',
    channel: 'c',
    uid: '',
    ts: now + 86_400,
    privileges,
  } as const
  expect(renewalAt(old, now + 600, now)).toBe(now + 540)
})

test('between issue and end, and 60 seconds before it wherever the life allows', () => {
  const second = fc.integer({ min: 0, max: 86_400 })
  fc.assert(
    fc.property(second, second, (life, joinChannel) => {
      const at = renewalAt(claims(life, { joinChannel }), now + life, now)
      const end = joinChannel === 0 ? life : Math.min(life, joinChannel)
      expect(at).toBeGreaterThanOrEqual(now)
      expect(at).toBeLessThanOrEqual(now + end)
      if (end > 60) expect(at).toBeLessThanOrEqual(now + end - 60)
    }),
  )
})
