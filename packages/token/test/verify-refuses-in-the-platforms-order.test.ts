import { dynamicKey, type Expectation, mint, rtcToken, rtmToken, verify } from '@symbolon/token'
import { expect, test } from 'vitest'
import { appId, certificate, other } from './arbitrary.ts'

const now = 1_800_000_000
const base = { appId, certificate, channel: 'lobby', uid: 7, issuedAt: now } as const
const join = { certificate, now, appId, channel: 'lobby', uid: 7 }

function refusal(token: string, expectation: object): string {
  try {
    verify(token, { ...join, ...expectation } as Expectation)
    return 'admitted'
  } catch (error) {
    return (error as { code?: string; name: string }).code ?? (error as Error).name
  }
}

test('a token that has every fault is refused for the first, and mending one shows the next', () => {
  for (const version of ['007', '006'] as const) {
    const token = rtcToken({
      ...base,
      version,
      privileges: { publishAudio: 5 },
      expiresInSeconds: 10,
    })
    const faults: [string, object][] = [
      ['APP_ID_MISMATCH', { appId: other }],
      ...(version === '006'
        ? ([
            ['CHANNEL_MISMATCH', { channel: 'Lobby' }],
            ['UID_MISMATCH', { uid: 8 }],
            ['TOKEN_SIGNATURE_MISMATCH', { certificate: other }],
          ] as [string, object][])
        : ([
            ['TOKEN_SIGNATURE_MISMATCH', { certificate: other }],
            ['CHANNEL_MISMATCH', { channel: 'Lobby' }],
            ['UID_MISMATCH', { uid: 8 }],
          ] as [string, object][])),
      ['TOKEN_TIMEOUT', { now: now + 86_401 }],
    ]
    for (let first = 0; first < faults.length; first++) {
      const remaining = Object.assign({}, ...faults.slice(first).map(([, fault]) => fault))
      expect(refusal(token, remaining)).toBe(faults[first]![0])
    }
    expect(refusal(token, {})).toBe('PRIVILEGE_MISSING')
  }
})

test('the life of a 007 token ends at its expiry, at most 24 hours, which a zero stands for', () => {
  const at = (expiresInSeconds: number, later: number) =>
    refusal(rtcToken({ ...base, expiresInSeconds, privileges: { joinChannel: 0 } }), {
      now: now + later,
    })
  expect(at(40, 39)).toBe('admitted')
  expect(at(40, 40)).toBe('TOKEN_EXPIRED')
  expect(at(40, 86_401)).toBe('TOKEN_TIMEOUT')
  expect(at(0, 86_399)).toBe('admitted')
  expect(at(0, 86_400)).toBe('TOKEN_EXPIRED')
  const services = [
    { type: 'rtc', channel: 'lobby', uid: '7', privileges: { joinChannel: 0 } },
  ] as const
  const week = mint(
    { version: '007', appId, issuedAt: now, expiresInSeconds: 604_800, services },
    certificate,
  )
  expect(refusal(week, { now: now + 86_399 })).toBe('admitted')
  expect(refusal(week, { now: now + 86_401 })).toBe('TOKEN_TIMEOUT')
})

test('the privilege to enter ends by its own clock; zero means never', () => {
  const at = (joinChannel: number, later: number) =>
    refusal(rtcToken({ ...base, privileges: { joinChannel } }), { now: now + later })
  expect(at(60, 59)).toBe('admitted')
  expect(at(60, 60)).toBe('PRIVILEGE_EXPIRED')
  expect(at(0, 3599)).toBe('admitted')
  const token = rtcToken({ ...base, version: '006', expiresInSeconds: 60 })
  expect(refusal(token, { now: now + 59 })).toBe('admitted')
  expect(refusal(token, { now: now + 60 })).toBe('PRIVILEGE_EXPIRED')
})

test('an issue time ahead is borne for five minutes, or as long as is said', () => {
  const token = rtcToken({ ...base, issuedAt: now + 300 })
  expect(refusal(token, {})).toBe('admitted')
  expect(refusal(token, { now: now - 1 })).toBe('TOKEN_FROM_FUTURE')
  expect(refusal(token, { futureSkewSeconds: 299 })).toBe('TOKEN_FROM_FUTURE')
  expect(refusal(rtcToken({ ...base, version: '006', issuedAt: now + 301 }), {})).toBe(
    'TOKEN_FROM_FUTURE',
  )
})

test('primary and secondary certificates both admit, and it says which', () => {
  const expectation = { ...join, certificate: undefined }
  const keyring = { primary: other, secondary: certificate }
  expect(verify(rtcToken(base), { ...expectation, keyring }).signedBy).toBe('secondary')
  expect(
    verify(rtcToken({ ...base, certificate: other }), { ...expectation, keyring }).signedBy,
  ).toBe('primary')
  expect(refusal(rtcToken(base), { certificate: undefined, keyring: { primary: other } })).toBe(
    'TOKEN_SIGNATURE_MISMATCH',
  )
  expect(
    refusal(rtcToken(base), {
      certificate: undefined,
      keyring: { primary: '', secondary: certificate },
    }),
  ).toBe('CERTIFICATE_INVALID')
})

test('an unbound token admits any user, a bound one only its own, 0 and "0" being two', () => {
  const any = rtcToken({ ...base, uid: 0 })
  for (const user of [{ uid: 0 }, { uid: 4_294_967_295 }, { uid: undefined, account: 'alice' }]) {
    expect(refusal(any, user)).toBe('admitted')
  }
  const zero = rtcToken({ ...base, uid: undefined, account: '0' })
  expect(refusal(zero, { uid: undefined, account: '0' })).toBe('admitted')
  expect(refusal(zero, { uid: 0 })).toBe('UID_MISMATCH')
  expect(refusal(rtcToken(base), { uid: 0 })).toBe('UID_MISMATCH')
  expect(refusal(rtcToken(base), { uid: undefined, account: '7' })).toBe('admitted')
  // the upper half of the range shows as negative numbers in Java and Objective-C
  expect(refusal(rtcToken({ ...base, uid: 4_294_967_295 }), { uid: -1 })).toBe('admitted')
})

test('wildcards in channel and uid match as the seeds say, in 007', () => {
  const wild = rtcToken({
    ...base,
    channel: 'room-*',
    uid: undefined,
    account: '1*a*2',
    role: 'subscriber',
  })
  expect(refusal(wild, { channel: 'room-9', uid: undefined, account: '1abc2' })).toBe('admitted')
  expect(refusal(wild, { channel: 'lobby', uid: undefined, account: '1abc2' })).toBe(
    'CHANNEL_MISMATCH',
  )
  expect(refusal(wild, { channel: 'room-9', uid: 12 })).toBe('UID_MISMATCH')
})

test('a token for several services admits to each, and to no other', () => {
  const token = rtcToken({ ...base, rtmUserId: 'alice' })
  expect(refusal(token, {})).toBe('admitted')
  const rtm = { channel: undefined, uid: undefined, account: 'alice', service: 'rtm' }
  expect(refusal(token, rtm)).toBe('admitted')
  expect(refusal(token, { ...rtm, account: 'Alice' })).toBe('UID_MISMATCH')
  expect(refusal(token, { ...rtm, service: 'chat' })).toBe('SERVICE_MISSING')
  expect(refusal(rtmToken({ ...base, userId: 'alice' }), {})).toBe('SERVICE_MISSING')
})

test('one of several services of a type is enough', () => {
  const rtc = (channel: string, joinChannel: number) =>
    ({ type: 'rtc', channel, uid: '7', privileges: { joinChannel } }) as const
  const services = [rtc('hall', 60), rtc('lobby', 10), rtc('lobby', 60)]
  const token = mint(
    { version: '007', appId, issuedAt: now, expiresInSeconds: 60, services },
    certificate,
  )
  expect(refusal(token, { now: now + 30 })).toBe('admitted')
})

test('006 names its RTM user in the place of the channel', () => {
  const token = rtmToken({ ...base, version: '006', userId: 'alice' })
  const rtm = { channel: undefined, uid: undefined, account: 'alice', service: 'rtm' }
  expect(refusal(token, rtm)).toBe('admitted')
  expect(refusal(token, { ...rtm, account: 'bob' })).toBe('UID_MISMATCH')
  expect(refusal(token, { channel: 'alice', uid: undefined })).toBe('PRIVILEGE_MISSING')
  expect(refusal(token, { ...rtm, service: 'chat' })).toBe('SERVICE_MISSING')
})

test('what must be known to prove is asked for, never guessed', () => {
  const token = rtcToken({ ...base, version: '006' })
  expect(() => verify(token, { certificate, now })).toThrow(TypeError)
  expect(() => verify(token, { now, channel: 'lobby' } as Expectation)).toThrow(TypeError)
  expect(() => verify(rtcToken(base), { ...join, now: Number.NaN })).toThrow(TypeError)
})

test('what was proven is told: claims, who signed, from when to when', () => {
  const token = rtcToken({ ...base, version: '006', expiresInSeconds: 60, salt: 9 })
  expect(verify(token, join)).toMatchObject({
    proven: true,
    version: '006',
    salt: 9,
    signedBy: 'primary',
    issuedAt: now,
    expiresAt: now + 60,
    claims: { channel: 'lobby', uid: '7', ts: now + 86_400 },
  })
  expect(verify(rtcToken({ ...base, expiresInSeconds: 90_000 }), join)).toMatchObject({
    issuedAt: now,
    expiresAt: now + 86_400,
  })
})

test('Channel Keys are proven for the service they were made for, which 004 does not carry', () => {
  const key = {
    appId,
    certificate,
    channel: 'lobby',
    unixTs: now,
    randomInt: 5,
    uid: 7,
    expiredTs: 0,
  }
  for (const version of [4, 5] as const) {
    const recording = dynamicKey({ ...key, version, service: 'recording' })
    expect(refusal(recording, { service: 'recording' })).toBe('admitted')
    expect(refusal(recording, { service: 'rtc' })).toMatch(
      /TOKEN_SIGNATURE_MISMATCH|SERVICE_MISSING/,
    )
    expect(refusal(recording, { service: 'recording', now: now - 301 })).toBe('TOKEN_FROM_FUTURE')
    expect(refusal(recording, { service: 'recording', now: now + 86_401 })).toBe('TOKEN_TIMEOUT')
  }
  expect(refusal(dynamicKey({ ...key, version: 5 }), {})).toBe('admitted')
})
