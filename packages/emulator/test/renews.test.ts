import { expect, test } from 'vitest'
import { renewalCodes } from '../src/index.ts'
import {
  appId,
  emulator,
  heard,
  otherAppId,
  secondCertificate,
  start,
  subscriberToken,
  token,
  token006,
} from './fixture.ts'

const minute = token({ join: 60 })

test('a renewal on the warning keeps the member in, warned again before the new end', async () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: minute, uid: 7 })
  const events = heard(member)
  e.clock.advance('30s')
  await member.renewToken(token({ issuedAt: start + 30, join: 60 }))
  e.clock.advance('59s')
  expect(events).toEqual(['token-privilege-will-expire', 'token-privilege-will-expire'])
  expect(member.connectionState).toBe('CONNECTED')
  e.clock.advance('1s')
  expect(member.connectionState).toBe('DISCONNECTED')
})

test('an app may renew from within the warning', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: minute, uid: 7 })
  member.on('token-privilege-will-expire', () => {
    void member.renewToken(token({ issuedAt: Math.floor(e.clock.now()), join: 60 }))
  })
  e.clock.advance('2h')
  expect(member.connectionState).toBe('CONNECTED')
})

test('an app that answers the warning with the token it has is not warned in circles', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: minute, uid: 7 })
  const events = heard(member)
  member.on('token-privilege-will-expire', () => {
    void member.renewToken(minute)
  })
  e.clock.advance('59s')
  expect(events).toEqual(['token-privilege-will-expire'])
})

test.each([
  ['another channel', token({ channel: 'hall' }), 'INVALID_CHANNEL_NAME', 4],
  ['another uid', token({ uid: '8' }), 'INVALID_TOKEN', 3],
  ['another App ID', token({ appId: otherAppId }), 'INCONSISTENT_APPID', 5],
  ['an unknown certificate', token({ certificate: secondCertificate }), 'INVALID_TOKEN', 3],
  ['an expired token', token({ issuedAt: start - 3600 }), 'TOKEN_EXPIRED', 2],
  ['garbage', 'garbage', 'INVALID_TOKEN', 3],
  ['the App ID', appId, 'INVALID_TOKEN', 3],
] as const)(
  'a renewal with %s is refused, and the old token goes on',
  async (_, text, code, number) => {
    const e = emulator()
    const member = e.join({ channel: 'lobby', token: minute, uid: 7 })
    await expect(member.renewToken(text)).rejects.toMatchObject({ code, number })
    expect(renewalCodes[code]).toBe(number)
    expect(e.log.entries().at(-1)).toMatchObject({ type: 'renewal refused' })
    e.clock.advance('59s')
    expect(member.connectionState).toBe('CONNECTED')
    e.clock.advance('1s')
    expect(member.connectionState).toBe('DISCONNECTED')
  },
)

test('version, role, end and certificate may change in a renewal', async () => {
  const e = emulator({ secondary: { certificate: secondCertificate } })
  const member = e.join({ channel: 'lobby', token: token006(), uid: 7 })
  for (const text of [token({ certificate: secondCertificate }), subscriberToken(), token006()]) {
    await member.renewToken(text)
  }
  expect(member.rights.version).toBe('006')
})

test('a wildcard token renews a member, and one of their own ends the wildcard', async () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token({ channel: '*', uid: '' }), uid: 7 })
  await member.renewToken(token())
  await member.renewToken(token({ channel: 'lob*', uid: '*' }))
  expect(member.connectionState).toBe('CONNECTED')
})

test('a renewal is cancelled by a newer one, and fails during an outage', async () => {
  const e = emulator()
  e.setLatency('2s')
  const member = e.join({ channel: 'lobby', token: minute, uid: 7 })
  const first = expect(member.renewToken(token())).rejects.toMatchObject({
    code: 'CANCELED_BY_NEW_REQUEST',
    number: 6,
  })
  const second = member.renewToken(token())
  e.clock.advance('2s')
  await Promise.all([first, second])
  expect(member.rights.staysUntil).toBe(start + 3600)
  e.setLatency(0)
  e.outage()
  await expect(member.renewToken(token())).rejects.toMatchObject({ code: 'FAILURE', number: 1 })
})

test('a member who was assigned a uid renews with a token for it', async () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token({ uid: '' }) })
  await member.renewToken(token({ uid: `${member.uid}` }))
  await expect(member.renewToken(token({ uid: '1' }))).rejects.toMatchObject({
    code: 'INVALID_TOKEN',
  })
})
