import { expect, test } from 'vitest'
import { appId, certificate, emulator, token } from './fixture.ts'

// How long it takes is measured, not tested: `node bench/emulator/day.mjs 6` prints it. Allowed: 2 s.
test('10,000 sessions live through 24 hours, renewing before each end, in less than 200 MB', () => {
  const e = emulator()
  const lives = 6 * 3600
  const made = new Map<string, string>()
  const tokenFor = (channel: string) => {
    const issuedAt = Math.floor(e.clock.now())
    const key = `${channel} ${issuedAt}`
    const known = made.get(key)
    if (known !== undefined) return known
    if (made.size > 5000) made.clear()
    const text = token({ channel, uid: '', join: lives, life: lives, issuedAt })
    made.set(key, text)
    return text
  }
  let renewals = 0
  const members = Array.from({ length: 10_000 }, (_, nth) => {
    const channel = `room-${nth % 2500}`
    const member = e.join({ channel, token: tokenFor(channel), uid: nth + 1, role: 'host' })
    member.on('token-privilege-will-expire', () => {
      renewals++
      void member.renewToken(tokenFor(channel))
    })
    return member
  })
  e.clock.advance('24h')
  expect(renewals).toBe(40_000)
  expect(members.every(({ connectionState }) => connectionState === 'CONNECTED')).toBe(true)
  expect(process.memoryUsage().heapUsed).toBeLessThan(200e6)
  expect(e.platform.world.projects.find(appId)?.certificate).toBe(certificate)
  e.close()
})
