import { expect, test } from 'vitest'
import { emulator, heard, refusalOf, start, token, token006 } from './fixture.ts'

test('a member is warned once, 30 seconds before the end, and then put out', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token({ join: 86_400, life: 86_400 }), uid: 7 })
  const events = heard(member)
  e.clock.advance('23h59m29s')
  expect(events).toEqual([])
  e.clock.advance('1s')
  expect(events).toEqual(['token-privilege-will-expire'])
  e.clock.advance('29s')
  expect(events).toHaveLength(1)
  e.clock.advance('1s')
  expect(events.slice(1)).toEqual([
    'connection-state-change DISCONNECTED CONNECTED TOKEN_EXPIRE',
    'token-privilege-did-expire',
  ])
  refusalOf(() => e.join({ channel: 'lobby', token: token(), uid: 7 }))
})

test('a life of more than a day admits for a day, and lets stay as long as the privilege says', () => {
  const e = emulator()
  const long = token({ join: 172_800, life: 172_800 })
  const member = e.join({ channel: 'lobby', token: long, uid: 7 })
  e.clock.advance('24h1s')
  expect(member.connectionState).toBe('CONNECTED')
  expect(refusalOf(() => e.join({ channel: 'lobby', token: long, uid: 7 })).code).toBe('TIMEOUT')
  e.clock.advance('23h59m59s')
  expect(member.connectionState).toBe('DISCONNECTED')
})

test('who is in stays when the token ends before the privilege, without a word, and cannot come back', () => {
  const e = emulator()
  const short = token({ life: 60, join: 3600 })
  const member = e.join({ channel: 'lobby', token: short, uid: 7 })
  const events = heard(member)
  e.clock.advance('61s')
  expect(member.connectionState).toBe('CONNECTED')
  expect(events).toEqual([])
  member.leave()
  expect(refusalOf(() => e.join({ channel: 'lobby', token: short, uid: 7 })).code).toBe('EXPIRED')
})

test('where the setting says so the end of the token puts out too', () => {
  const e = emulator({}, { tokenExpiryExpels: true })
  const member = e.join({ channel: 'lobby', token: token({ life: 60, join: 3600 }), uid: 7 })
  const events = heard(member)
  e.clock.advance('30s')
  expect(events).toEqual(['token-privilege-will-expire'])
  e.clock.advance('30s')
  expect(member.connectionState).toBe('DISCONNECTED')
})

test('a privilege to join that ends before those to publish puts the publisher out', () => {
  const e = emulator({ coHostAuthentication: true })
  const wish = token({ join: 60, audio: 3600, video: 3600, data: 3600 })
  const member = e.join({ channel: 'lobby', token: wish, uid: 7, role: 'host' })
  e.clock.advance('60s')
  expect(member.connectionState).toBe('DISCONNECTED')
})

test('a privilege of 0 never ends', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token({ join: 0 }), uid: 7 })
  const events = heard(member)
  e.clock.advance('30d')
  expect(member.connectionState).toBe('CONNECTED')
  expect(events).toEqual([])
})

test('the end of a 006 token counts in absolute seconds', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token006({ join: start + 40 }), uid: 7 })
  const events = heard(member)
  e.clock.advance('10s')
  expect(events).toEqual(['token-privilege-will-expire'])
  e.clock.advance('30s')
  expect(member.connectionState).toBe('DISCONNECTED')
})

test.each([
  ['0', 0],
  ['a week', start + 7 * 86_400],
])(
  'a 006 token with a privilege of %s ends after 24 hours, warned of like any other',
  (_, join) => {
    const e = emulator({ coHostAuthentication: true })
    const wish = { channel: 'lobby', token: token006({ join }), uid: 7, role: 'host' } as const
    const member = e.join(wish)
    const day = start + 86_400
    expect(member.rights).toMatchObject({
      staysUntil: day,
      publishUntil: { audio: day, video: day },
    })
    const events = heard(member)
    e.clock.advance('23h59m30s')
    expect(events).toEqual(['token-privilege-will-expire'])
    e.clock.advance('30s')
    expect(member.connectionState).toBe('DISCONNECTED')
  },
)

test('who joins with less than 30 seconds left is warned at once, unless the setting says never', async () => {
  for (const lateWarning of [true, false]) {
    const e = emulator({}, { lateWarning })
    const member = e.join({ channel: 'lobby', token: token({ join: 20 }), uid: 7 })
    const events = heard(member)
    await Promise.resolve()
    expect(events).toEqual(lateWarning ? ['token-privilege-will-expire'] : [])
    e.clock.advance('20s')
    expect(member.connectionState).toBe('DISCONNECTED')
  }
})

test('the warning can repeat until the renewal', async () => {
  const e = emulator({}, { repeatWarningSeconds: 1 })
  const member = e.join({ channel: 'lobby', token: token({ join: 60 }), uid: 7 })
  const events = heard(member)
  e.clock.advance('34s')
  expect(events).toHaveLength(5)
  await member.renewToken(token({ issuedAt: start + 34 }))
  e.clock.advance('10s')
  expect(events).toHaveLength(5)
})

test('who joined with the App ID alone leaves after a day, unwarned', () => {
  const e = emulator({ certificate: undefined })
  const member = e.join({ channel: 'lobby', token: null })
  const events = heard(member)
  e.clock.advance('23h59m59s')
  expect(events).toEqual([])
  e.clock.advance('1s')
  expect(member.connectionState).toBe('DISCONNECTED')
})

test('a channel ends some seconds after its last member, and not when someone comes back', () => {
  const e = emulator()
  const types = () => e.log.entries().map(({ type }) => type)
  e.join({ channel: 'lobby', token: token(), uid: 7 }).leave()
  e.clock.advance('9s')
  const again = e.join({ channel: 'lobby', token: token(), uid: 7 })
  e.clock.advance('1m')
  expect(types()).not.toContain('channel destroyed')
  again.leave()
  e.clock.advance('10s')
  expect(types().at(-1)).toBe('channel destroyed')
})
