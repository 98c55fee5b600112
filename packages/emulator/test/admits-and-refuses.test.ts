import { dynamicKey, mint } from '@symbolon/token'
import { describe, expect, test } from 'vitest'
import { EmulatorClock, startEmulator } from '../src/index.ts'
import {
  appId,
  certificate,
  emulator,
  otherAppId,
  refusalOf,
  secondCertificate,
  start,
  subscriberToken,
  token,
  token006,
} from './fixture.ts'

test('a token of the project admits, and the first member begins the channel', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token(), uid: 7 })
  expect(member).toMatchObject({ connectionState: 'CONNECTED', uid: 7 })
  expect(e.log.entries().map(({ type }) => type)).toEqual(['channel created', 'joined'])
})

test.each([
  ['another App ID', { appId: otherAppId }, 'BAD_APP', 2_010_005, 'APP_KNOWN'],
  ['an illegal channel name', { channel: 'a"b' }, 'BAD_CHANNEL', 2_010_007, 'CHANNEL_NAME'],
  ['an empty channel name', { channel: '' }, 'BAD_CHANNEL', 2_010_007, 'CHANNEL_NAME'],
  ['the App ID alone', { token: null }, 'STATIC_ON_DYNAMIC', 2_010_015, 'APP_ID_ONLY'],
  ['the App ID as token', { token: appId }, 'STATIC_ON_DYNAMIC', 2_010_015, 'APP_ID_ONLY'],
  ['garbage', { token: '007garbage' }, 'INVALID', 2_010_009, 'TOKEN_PROVED'],
  ['another channel', { channel: 'Lobby' }, 'INVALID', 2_010_009, 'TOKEN_PROVED'],
  ['another uid', { uid: 8 }, 'INVALID', 2_010_009, 'TOKEN_PROVED'],
  ['no uid', { uid: null }, 'INVALID', 2_010_009, 'TOKEN_PROVED'],
  ['another account', { uid: 'seven' }, 'INVALID', 2_010_009, 'TOKEN_PROVED'],
  [
    'another certificate',
    { token: token({ certificate: secondCertificate }) },
    'INVALID',
    2_010_009,
    'TOKEN_PROVED',
  ],
  [
    'an expired token',
    { token: token({ issuedAt: start - 3600 }) },
    'EXPIRED',
    2_010_013,
    'TOKEN_END',
  ],
  [
    'an expired privilege',
    { token: token({ issuedAt: start - 60, join: 60 }) },
    'EXPIRED',
    2_010_013,
    'TOKEN_PROVED',
  ],
  [
    'a token issued a day ago',
    { token: token({ issuedAt: start - 86_401, life: 604_800, join: 604_800 }) },
    'TIMEOUT',
    2_010_010,
    'TOKEN_PROVED',
  ],
] as const)(
  'a join with %s is refused as the platform refuses it',
  (_, wish, code, number, rule) => {
    const e = emulator()
    const refusal = refusalOf(() => e.join({ channel: 'lobby', token: token(), uid: 7, ...wish }))
    expect(refusal).toMatchObject({ code, rule })
    expect(refusal.outcome.accessPoint?.code).toBe(number)
    expect(refusal.causes.length).toBeGreaterThan(0)
    expect(e.log.entries()).toMatchObject([{ type: 'refused', outcome: code, rule }])
  },
)

test('the log says why, and holds neither token nor certificate', () => {
  const e = emulator()
  const text = token({ channel: 'Lobby' })
  refusalOf(() => e.join({ channel: 'lobby', token: text, uid: 7 }))
  const [entry] = e.log.entries()
  expect(entry).toMatchObject({ causes: [{ code: 'CHANNEL_CASE', certainty: 'proved' }] })
  const written = JSON.stringify(e.log.entries())
  expect(written).not.toContain(text)
  expect(written).not.toContain(certificate)
})

test('a disabled project admits nobody', () => {
  const e = emulator({ enabled: false })
  const refusal = refusalOf(() => e.join({ channel: 'lobby', token: token(), uid: 7 }))
  expect(refusal.code).toBe('INACTIVE')
})

test('a project without certificate admits the App ID, and refuses a token', () => {
  const e = emulator({ certificate: undefined })
  expect(e.join({ channel: 'lobby', token: null }).connectionState).toBe('CONNECTED')
  const refusal = refusalOf(() => e.join({ channel: 'lobby', token: token(), uid: 7 }))
  expect(refusal.code).toBe('DYNAMIC_ON_STATIC')
})

test('while "No Certificate" stands both ways are open, and deleting it closes the one without token', () => {
  const e = emulator({ appIdOnly: true })
  e.join({ channel: 'lobby', token: null })
  e.join({ channel: 'lobby', token: token(), uid: 7 })
  e.changeProject((project) => ({ ...project, appIdOnly: false }))
  const refusal = refusalOf(() => e.join({ channel: 'lobby', token: null }))
  expect(refusal.code).toBe('STATIC_ON_DYNAMIC')
})

describe('two certificates', () => {
  const both = { secondary: { certificate: secondCertificate } }
  const second = () => token({ certificate: secondCertificate })

  test('tokens of either are valid, also after a swap', () => {
    const e = emulator(both)
    for (const _ of [1, 2]) {
      expect(e.join({ channel: 'lobby', token: token(), uid: 7 }).uid).toBe(7)
      expect(e.join({ channel: 'lobby', token: second(), uid: 7 }).uid).toBe(7)
      e.swapCertificates()
    }
  })

  test.each([
    ['deleted', undefined],
    ['disabled', { certificate: secondCertificate, enabled: false }],
  ])(
    'who is in stays when theirs is %s, but cannot join or renew with it',
    async (_, secondary) => {
      const e = emulator(both)
      const member = e.join({ channel: 'lobby', token: second(), uid: 7 })
      e.changeProject((project) => ({ ...project, secondary }))
      expect(member.connectionState).toBe('CONNECTED')
      await expect(member.renewToken(second())).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
      const refusal = refusalOf(() => e.join({ channel: 'lobby', token: second(), uid: 7 }))
      expect(refusal.code).toBe('INVALID')
      expect(member.connectionState).toBe('CONNECTED')
    },
  )

  test('a secondary certificate needs a primary one, and only an enabled one can be swapped', () => {
    expect(() => emulator({ ...both, certificate: undefined })).toThrow(RangeError)
    expect(() => emulator().swapCertificates()).toThrow(RangeError)
  })
})

test('projects are islands: one channel name under two App IDs is two channels', () => {
  const clock = new EmulatorClock({ startAt: start })
  const projects = [
    { appId, certificate },
    { appId: otherAppId, certificate: secondCertificate },
  ]
  const e = startEmulator({ projects, clock })
  const one = e.join({ appId, channel: 'lobby', token: token(), uid: 7, role: 'host' })
  const there = { appId: otherAppId, channel: 'lobby', uid: 7, role: 'host' } as const
  const theirs = token({ appId: otherAppId, certificate: secondCertificate })
  const two = e.join({ ...there, token: theirs })
  expect([one.remoteUsers, two.remoteUsers]).toEqual([[], []])
  const refusal = refusalOf(() => e.join({ ...there, token: token() }))
  expect(refusal.code).toBe('INVALID')
  expect(refusal.causes[0]?.certainty).toBe('proved')
})

test('members with 006 and 007 tokens share a channel', () => {
  const e = emulator()
  const old = e.join({ channel: 'lobby', token: token006(), uid: 7, role: 'host' })
  const young = e.join({ channel: 'lobby', token: token({ uid: '8' }), uid: 8, role: 'host' })
  expect(old.remoteUsers.map(({ uid }) => uid)).toEqual([8])
  expect(young.remoteUsers.map(({ uid }) => uid)).toEqual([7])
})

test('a 006 token is refused for another channel and another uid', () => {
  const e = emulator()
  for (const wish of [
    { channel: 'Lobby', uid: 7 },
    { channel: 'lobby', uid: 8 },
  ]) {
    expect(refusalOf(() => e.join({ token: token006(), ...wish })).code).toBe('INVALID')
  }
})

test.each([3, 4, 5] as const)(
  'a Channel Key of version %i admits, and puts out when it ends',
  (version) => {
    const e = emulator()
    const key = dynamicKey({
      version,
      appId,
      certificate,
      channel: 'lobby',
      unixTs: start,
      randomInt: 1,
      uid: 7,
      expiredTs: start + 600,
    })
    const member = e.join({ channel: 'lobby', token: key, uid: 7 })
    e.clock.advance('9m59s')
    expect(member.connectionState).toBe('CONNECTED')
    e.clock.advance('1s')
    expect(member.connectionState).toBe('DISCONNECTED')
  },
)

test('the window in which a Channel Key admits is a setting', () => {
  const key = dynamicKey({
    version: 4,
    appId,
    certificate,
    channel: 'lobby',
    unixTs: start - 301,
    randomInt: 1,
    uid: 7,
    expiredTs: 0,
  })
  expect(emulator().join({ channel: 'lobby', token: key, uid: 7 }).uid).toBe(7)
  const strict = emulator({}, { channelKeyWindowSeconds: 300 })
  refusalOf(() => strict.join({ channel: 'lobby', token: key, uid: 7 }))
})

test('a token from a server whose clock is ahead is admitted within the tolerance', () => {
  const ahead = (seconds: number) => token({ issuedAt: start + seconds })
  expect(emulator().join({ channel: 'lobby', token: ahead(300), uid: 7 }).uid).toBe(7)
  const far = refusalOf(() => emulator().join({ channel: 'lobby', token: ahead(301), uid: 7 }))
  expect(far.code).toBe('INVALID')
  const e = emulator({}, { clockSkewSeconds: 0 })
  refusalOf(() => e.join({ channel: 'lobby', token: ahead(1), uid: 7 }))
})

test('a token of another service admits nobody, one with several admits where one of them fits', () => {
  const rtm = { type: 'rtm', userId: '7', privileges: { login: 3600 } } as const
  const rtc = {
    type: 'rtc',
    channel: 'lobby',
    uid: '7',
    privileges: { joinChannel: 3600 },
  } as const
  const hall = { ...rtc, channel: 'hall', privileges: { joinChannel: 60 } }
  const of = (...services: readonly (typeof rtm | typeof rtc | typeof hall)[]) =>
    mint({ version: '007', appId, issuedAt: start, expiresInSeconds: 3600, services }, certificate)
  const e = emulator()
  refusalOf(() => e.join({ channel: 'lobby', token: of(rtm), uid: 7 }))
  const member = e.join({ channel: 'lobby', token: of(rtm, hall, rtc), uid: 7 })
  expect(member.rights.staysUntil).toBe(start + 3600)
})

test('a subscriber may join and hear', () => {
  const e = emulator()
  const host = e.join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  host.publish('audio')
  const guest = e.join({ channel: 'lobby', token: subscriberToken({ uid: '8' }), uid: 8 })
  expect(guest.remoteUsers).toEqual([{ uid: 7, hasAudio: true, hasVideo: false }])
})
