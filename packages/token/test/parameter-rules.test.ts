import {
  apaasToken,
  chatToken,
  checkAccount,
  checkChannel,
  checkRole,
  checkUid,
  convoAiToken,
  fpaToken,
  inspect,
  parameterRules,
  rtcClaims,
  rtcToken,
  rtm2Token,
  rtmToken,
  type Warning,
} from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appId, certificate } from './arbitrary.ts'

const issuedAt = 1_800_000_000
const base = { appId, certificate, issuedAt }

function rule(act: () => unknown): string {
  try {
    act()
    return 'kept'
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code !== undefined)
      expect(message).toContain(parameterRules[code as keyof typeof parameterRules])
    return code ?? (error as Error).name
  }
}

const letters = `${'abcdefghijklmnopqrstuvwxyz'}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'}0123456789 `
const allowed = `${letters}!#$%&()+-:;<=.>?@[]^_{}|~,`

test('a channel name has 1 to 64 of the 89 characters', () => {
  expect(new Set(allowed).size).toBe(89)
  for (let code = 0; code < 256; code++) {
    const character = String.fromCharCode(code)
    const expected = allowed.includes(character) ? 'kept' : 'CHANNEL_CHARACTERS'
    expect(
      rule(() => checkChannel(character)),
      `character ${code}`,
    ).toBe(expected)
  }
  expect(rule(() => checkChannel('x'.repeat(64)))).toBe('kept')
  expect(rule(() => checkChannel('x'.repeat(65)))).toBe('CHANNEL_TOO_LONG')
  expect(rule(() => checkChannel('é'.repeat(33)))).toBe('CHANNEL_TOO_LONG')
  expect(rule(() => checkChannel(''))).toBe('CHANNEL_EMPTY')
  expect(rule(() => checkChannel(undefined as never))).toBe('TypeError')
  expect(rule(() => checkChannel('1*a*2', { wildcards: true }))).toBe('kept')
})

test('an account has 1 to 255 bytes', () => {
  expect(rule(() => checkAccount('x'.repeat(255)))).toBe('kept')
  expect(rule(() => checkAccount('x'.repeat(256)))).toBe('ACCOUNT_LENGTH')
  expect(rule(() => checkAccount(''))).toBe('ACCOUNT_LENGTH')
  expect(rule(() => checkAccount('a"b'))).toBe('ACCOUNT_CHARACTERS')
})

test('length is counted in bytes and comes before characters, whatever the text', () => {
  const bytes = (text: string) => new TextEncoder().encode(text).length
  const strange = (text: string) => [...text].some((character) => !allowed.includes(character))
  const unit = fc.oneof(
    fc.constantFrom(...allowed),
    fc.constantFrom('*', 'é', '漢', '😀', '\ud800', '"', '\0'),
  )
  const text = fc
    .tuple(fc.string({ unit, maxLength: 8 }), fc.integer({ min: 1, max: 60 }))
    .map(([part, times]) => part.repeat(times))
  const named = (text: string, wildcards: boolean) =>
    strange(wildcards ? text.replaceAll('*', '') : text) ? 'CHARACTERS' : 'kept'
  fc.assert(
    fc.property(text, fc.boolean(), (text, wildcards) => {
      const name = named(text, wildcards)
      const tooLong = bytes(text) > 64 ? 'TOO_LONG' : name
      const channel = text === '' ? 'EMPTY' : tooLong
      const account = text === '' || bytes(text) > 255 ? 'LENGTH' : name
      const prefixed = (prefix: string, end: string) => (end === 'kept' ? end : prefix + end)
      expect(rule(() => checkChannel(text, { wildcards }))).toBe(prefixed('CHANNEL_', channel))
      expect(rule(() => checkAccount(text, { wildcards }))).toBe(prefixed('ACCOUNT_', account))
    }),
    { numRuns: 2000 },
  )
})

test('a uid is a whole number below 2^32, a negative one is told its unsigned twin', () => {
  expect(checkUid(0)).toBe('')
  expect(checkUid(4_294_967_295)).toBe('4294967295')
  expect(rule(() => checkUid(4_294_967_296))).toBe('UID_OUT_OF_RANGE')
  expect(rule(() => checkUid(1.5))).toBe('UID_NOT_INTEGER')
  expect(rule(() => checkUid('7' as never))).toBe('UID_NOT_INTEGER')
  expect(rule(() => checkUid(Number.NaN))).toBe('UID_NOT_INTEGER')
  expect(() => checkUid(-1)).toThrow(/4294967295/)
  expect(() => checkUid(-2_147_483_648)).toThrow(/2147483648/)
  expect(rule(() => checkUid(-5))).toBe('UID_NEGATIVE')
})

test('roles go by name and by the numbers of the libraries', () => {
  expect([checkRole(1, '007'), checkRole(2, '007')]).toEqual(['publisher', 'subscriber'])
  for (const role of [0, 101]) {
    expect(checkRole(role, '006')).toBe('publisher')
    expect(rule(() => checkRole(role, '007'))).toBe('ROLE_UNKNOWN')
  }
  expect(rule(() => checkRole('host' as never, '007'))).toBe('ROLE_UNKNOWN')
})

test('a life above 24 hours is cut and warned of, never refused', () => {
  const warnings: string[] = []
  const onWarning = ({ code }: Warning) => warnings.push(code)
  const token = rtcToken({ ...base, channel: 'c', uid: 1, expiresInSeconds: 604_800, onWarning })
  expect(warnings).toEqual(['EXPIRY_OVER_24H'])
  const day = 86_400
  expect(inspect(token).claims).toMatchObject({
    expiresInSeconds: day,
    services: [
      { privileges: { joinChannel: day, publishAudio: day, publishVideo: day, publishData: day } },
    ],
  })
  warnings.length = 0
  rtcToken({ ...base, channel: 'c', uid: 1, expiresInSeconds: issuedAt + 3600, onWarning })
  expect(warnings).toEqual(['EXPIRY_LOOKS_LIKE_TIMESTAMP', 'EXPIRY_OVER_24H'])
  for (const bad of [-1, 1.5, 2 ** 32, Number.NaN]) {
    expect(rule(() => rtcToken({ ...base, channel: 'c', uid: 1, expiresInSeconds: bad }))).toBe(
      'EXPIRY_INVALID',
    )
  }
})

test('the defaults are those of the seeds: 007, publisher, one hour for token and privileges', () => {
  const { claims, warnings } = rtcClaims({ ...base, channel: 'channelName', uid: 2_882_341_273 })
  expect(warnings).toEqual([])
  expect(claims).toEqual({
    version: '007',
    appId,
    issuedAt,
    expiresInSeconds: 3600,
    services: [
      {
        type: 'rtc',
        channel: 'channelName',
        uid: '2882341273',
        privileges: {
          joinChannel: 3600,
          publishAudio: 3600,
          publishVideo: 3600,
          publishData: 3600,
        },
      },
    ],
  })
  const subscriber = rtcClaims({ ...base, channel: 'c', uid: 1, role: 2, expiresInSeconds: 40 })
  expect(subscriber.claims).toMatchObject({ services: [{ privileges: { joinChannel: 40 } }] })
})

test('issued now by the system clock when no time is given', () => {
  const before = Math.floor(Date.now() / 1000)
  const { claims } = rtcClaims({ appId, channel: 'c', anyUid: true })
  expect(claims).toMatchObject({ services: [{ uid: '' }] })
  expect((claims as { issuedAt: number }).issuedAt - before).toBeLessThanOrEqual(1)
})

test('a token is for exactly one of uid, account and any uid', () => {
  expect(rule(() => rtcToken({ ...base, channel: 'c' } as never))).toBe('TypeError')
  expect(rule(() => rtcToken({ ...base, channel: 'c', uid: 1, account: 'a' } as never))).toBe(
    'TypeError',
  )
  expect(rule(() => rtcToken({ ...base, channel: 'c', uid: undefined, account: 'a' }))).toBe('kept')
})

test('006 knows no wildcards and one service, and writes instants', () => {
  const v6 = { ...base, version: '006', uid: 7 } as const
  expect(rule(() => rtcToken({ ...v6, channel: 'room-*' }))).toBe('CHANNEL_CHARACTERS')
  expect(rule(() => rtcToken({ ...v6, channel: 'c', rtmUserId: 'a' }))).toBe('TypeError')
  expect(
    rtcClaims({ ...v6, channel: 'c', role: 'subscriber', expiresInSeconds: 60 }).claims,
  ).toEqual({
    version: '006',
    appId,
    channel: 'c',
    uid: '7',
    ts: issuedAt + 86_400,
    privileges: { joinChannel: issuedAt + 60 },
  })
})

test('every service has its shorthand', () => {
  const services = (token: string) => (inspect(token).claims as { services: unknown }).services
  expect(services(rtmToken({ ...base, userId: 'u' }))).toEqual([
    { type: 'rtm', userId: 'u', privileges: { login: 3600 } },
  ])
  const permissions = { messageChannels: { read: ['a'] } }
  expect(services(rtm2Token({ ...base, userId: 'u', permissions }))).toMatchObject([
    { type: 'rtm2', permissions },
  ])
  expect(services(chatToken({ ...base, app: true }))).toMatchObject([
    { userId: '', privileges: { app: 3600 } },
  ])
  expect(inspect(fpaToken(base)).claims).toMatchObject({ expiresInSeconds: 86_400 })
  expect(services(convoAiToken({ ...base, channel: 'c', uid: 1, rtmUserId: 'u' }))).toMatchObject([
    { type: 'rtc' },
    { type: 'rtm' },
    { type: 'convoAi' },
  ])
  // as nine of ten official languages write it: privilege 1, and Chat for the MD5 of the user
  expect(
    services(apaasToken({ ...base, roomUuid: '123', userUuid: '2882341273', role: 1 })),
  ).toMatchObject([
    { type: 'rtm', userId: '2882341273' },
    { type: 'chat', userId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    { type: 'apaas', roomUuid: '123', role: 1, privileges: { roomUser: 3600 } },
  ])
})
