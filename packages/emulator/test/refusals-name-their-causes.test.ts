import { dynamicKey, mint } from '@symbolon/token'
import { describe, expect, test } from 'vitest'
import { type Emulator, type JoinOptions, rules } from '../src/index.ts'
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
} from './fixture.ts'

const on = { coHostAuthentication: true }
const key = dynamicKey({
  ...{ version: 4, appId, certificate, channel: 'lobby', uid: 7 },
  ...{ unixTs: start, randomInt: 1, expiredTs: 0 },
})

/** The causes of a refused join, as the log has them too. */
function causesOf(e: Emulator, wish: Partial<JoinOptions> = {}): string[] {
  const refusal = refusalOf(() => e.join({ channel: 'lobby', token: token(), uid: 7, ...wish }))
  const codes = refusal.causes.map(({ code }) => code)
  expect(e.log.entries().at(-1)).toMatchObject({ causes: codes.map((code) => ({ code })) })
  return codes
}

describe('a kicking rule is the cause', () => {
  test.each([
    ['by uid', { uid: 7 }, {}],
    ['by account', { uid: 'alice' }, { uid: 'alice', token: token({ uid: 'alice' }) }],
    ['by channel', { channel: 'lobby' }, {}],
    ['by address', { ip: '10.0.0.1' }, { ip: '10.0.0.1' }],
    ['by a uid that was assigned', { uid: 100_001 }, { uid: 0, token: token({ uid: '' }) }],
  ] as const)('%s', (_, target, wish) => {
    const e = emulator()
    e.ban(target)
    expect(causesOf(e, wish)).toEqual(['BANNED'])
  })
})

describe('under co-host authentication', () => {
  test.each([
    ['no privilege', subscriberToken(), 'PUBLISH_PRIVILEGE_MISSING'],
    [
      'a privilege that ended',
      token({ audio: 10, video: 10, data: 10, issuedAt: start - 60 }),
      'PUBLISH_PRIVILEGE_EXPIRED',
    ],
    ['a Channel Key', key, 'PUBLISH_NOT_AUTHORIZED'],
  ])('a role is refused because of %s', (_, text, code) => {
    const e = emulator(on)
    const member = e.join({ channel: 'lobby', token: text, uid: 7 })
    const { causes } = refusalOf(() => member.setClientRole('host'))
    expect(causes).toMatchObject([{ code }])
    expect(e.log.entries().at(-1)).toMatchObject({ type: 'role refused', causes: [{ code }] })
  })

  test('a kind is refused because of its own privilege, also after a renewal', async () => {
    const voice = { join: 3600, audio: 3600, video: 60 }
    const e = emulator(on)
    const member = e.join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
    await member.renewToken(token(voice))
    e.clock.advance('60s')
    expect(refusalOf(() => member.publish('video')).causes).toMatchObject([
      { code: 'PUBLISH_PRIVILEGE_EXPIRED', message: expect.stringContaining('video') },
    ])
  })

  test('a host who is refused at the join is told of the privilege', () => {
    const e = emulator(on, { hostWithoutPrivilege: 'refuse' })
    const wish = { role: 'host', token: subscriberToken() } as const
    expect(causesOf(e, wish)).toEqual(['PUBLISH_PRIVILEGE_MISSING'])
  })
})

test('audience that publishes is told of its role', () => {
  const member = emulator().join({ channel: 'lobby', token: token(), uid: 7 })
  const { causes } = refusalOf(() => member.publish('audio'))
  expect(causes).toMatchObject([{ code: 'CLIENT_IS_AUDIENCE' }])
})

test('a stream that a kicking rule stops is refused by that rule', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  e.ban({ uid: 7, privileges: ['publish_video'] })
  const refusal = refusalOf(() => member.publish('video'))
  expect(refusal).toMatchObject({ rule: 'BAN', causes: [{ code: 'BANNED' }] })
})

describe('settings count in the causes too', () => {
  test('a token from the future, however little is allowed', () => {
    const e = emulator({}, { clockSkewSeconds: 0 })
    const wish = { token: token({ issuedAt: start + 60 }) }
    expect(causesOf(e, wish)[0]).toBe('ISSUED_IN_FUTURE')
  })

  test('a token from the future that is allowed is no cause', () => {
    const e = emulator({}, { clockSkewSeconds: 3600 })
    const wish = { token: token({ issuedAt: start + 600, channel: 'hall' }) }
    expect(causesOf(e, wish)).not.toContain('ISSUED_IN_FUTURE')
  })

  test('a disabled certificate that verifies is no cause', () => {
    const secondary = { certificate: secondCertificate, enabled: false }
    const e = emulator({ secondary }, { disabledSecondaryVerifies: true })
    const wish = { token: token({ certificate: secondCertificate, channel: 'hall' }) }
    expect(causesOf(e, wish)).not.toContain('SIGNED_BY_DISABLED_CERTIFICATE')
  })
})

describe('the cause of what the platform answers comes first', () => {
  test('of an App ID that nobody has nothing is said but that', () => {
    const codes = causesOf(emulator(), { appId: otherAppId })
    expect(codes[0]).toBe('APP_ID_UNKNOWN')
    expect(codes).not.toContain('PROJECT_WITHOUT_CERTIFICATE')
  })

  test('a disabled project, also where a token is missing', () => {
    const codes = causesOf(emulator({ enabled: false }), { token: null })
    expect(codes).toEqual(['PROJECT_DISABLED', 'TOKEN_MISSING'])
  })
})

test('a token without the privilege to join is refused by a rule that is a guess', () => {
  const rtc = { type: 'rtc', channel: 'lobby', uid: '7', privileges: { publishAudio: 60 } } as const
  const claims = { version: '007', appId, issuedAt: start, expiresInSeconds: 60 } as const
  const text = mint({ ...claims, services: [rtc] }, certificate)
  const refusal = refusalOf(() => emulator().join({ channel: 'lobby', token: text, uid: 7 }))
  expect(refusal).toMatchObject({ code: 'INVALID', rule: 'JOIN_PRIVILEGE_MISSING' })
  expect(refusal.causes).toMatchObject([{ code: 'JOIN_PRIVILEGE_MISSING' }])
  expect(rules.JOIN_PRIVILEGE_MISSING.evidence).toBe('guessed')
})
