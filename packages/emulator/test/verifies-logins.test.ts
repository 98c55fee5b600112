import { dynamicKey } from '@symbolon/token'
import { expect, test } from 'vitest'
import { isLoginRefusal, type LoginOptions, type LoginRefusal } from '../src/index.ts'
import {
  appId,
  certificate,
  emulator,
  otherAppId,
  token as rtcToken,
  secondCertificate,
  start,
} from './fixture.ts'
import {
  type MessagingWish,
  messagingToken,
  messagingToken2,
  messagingToken006,
} from './support/messaging-token.ts'

const day = 86_400
const channelKey = dynamicKey({
  version: 5,
  appId,
  certificate,
  channel: 'alice',
  unixTs: start,
  randomInt: 1,
  uid: 0,
  expiredTs: 0,
})

test.each([
  ['a token for messaging', '007', messagingToken()],
  ['a token with permissions for each resource', '007', messagingToken2()],
  ['a 006 token', '006', messagingToken006()],
])('%s logs its user in, and says until when', (_, version, token) => {
  const e = emulator()
  expect(e.login({ userId: 'alice', token })).toMatchObject({
    ...{ appId, userId: 'alice', by: 'token', version, signedBy: 'primary' },
    admitsUntil: start + 3600,
  })
  expect(e.log.entries()).toMatchObject([{ type: 'login verified', account: 'alice', channel: '' }])
})

test.each([
  ['an unknown App ID', { appId: otherAppId }, 'BAD_APP', 5, -10_003, 4],
  ['no token', { token: null }, 'STATIC_ON_DYNAMIC', 15, -10_005, 5],
  ['an empty token', { token: '' }, 'STATIC_ON_DYNAMIC', 15, -10_005, 5],
  ['the App ID as token', { token: appId }, 'STATIC_ON_DYNAMIC', 15, -10_005, 5],
  ['garbage', { token: '007garbage' }, 'INVALID', 9, -10_005, 5],
  ['no token at all', { token: 'garbage' }, 'INVALID', 9, -10_005, 5],
  ['a Channel Key', { token: channelKey }, 'INVALID', 9, -10_005, 5],
  ['a user id in other case', { userId: 'Alice' }, 'WRONG_USER', 7, -10_005, 5],
  ['a 006 token of another', { token: messagingToken006('bob') }, 'WRONG_USER', 7, -10_005, 5],
  ['a token for a channel', { token: rtcToken() }, 'NO_RTM_PRIVILEGE', 21, -10_015, 5],
] as const)('a login with %s is refused as the platform refuses it', expectRefused)

test.each([
  ['of another certificate', { certificate: secondCertificate }, 'INVALID', 9, -10_005, 5],
  ['from the future', { issuedAt: start + 301 }, 'INVALID', 9, -10_005, 5],
  ['without a user', { userId: '' }, 'WRONG_USER', 7, -10_005, 5],
  ['for a wildcard', { userId: '*' }, 'WRONG_USER', 7, -10_005, 5],
  ['of another App ID', { appId: otherAppId }, 'INCONSISTENT_APP_ID', 23, -10_016, 5],
  ['without the privilege', { login: null }, 'NO_RTM_PRIVILEGE', 21, -10_015, 5],
  ['that expired', { issuedAt: start - 3600 }, 'EXPIRED', 13, -10_009, 6],
  ['whose privilege expired', { issuedAt: start - 60, login: 60 }, 'EXPIRED', 13, -10_009, 6],
  ['issued a day ago', { issuedAt: start - day - 1, life: 7 * day }, 'TIMEOUT', 10, -10_009, 6],
] as const)(
  'a login with a token %s is refused as the platform refuses it',
  (name, wish: MessagingWish, ...wanted) => {
    expectRefused(name, { token: messagingToken(wish) }, ...wanted)
  },
)

function expectRefused(_: string, wish: Partial<LoginOptions>, ...wanted: readonly unknown[]) {
  const e = emulator()
  const { code, outcome, causes } = refusal(wish, e)
  const reason = (outcome.accessPoint?.code ?? 0) - 2_010_000
  expect([code, reason, outcome.rtm2, outcome.rtm1]).toEqual(wanted)
  expect(causes.length).toBeGreaterThan(0)
  expect(e.log.entries()).toMatchObject([{ type: 'login refused', outcome: code }])
}

test.each([
  ['an empty user id', ''],
  ['a user id of 65 characters', 'a'.repeat(65)],
  ['a user id beyond ASCII', 'é'],
])('%s is refused, as SDKs refuse it before they ask', (_, userId) => {
  const { code, outcome } = refusal({ userId })
  expect(code).toBe('BAD_USER')
  expect(outcome).toEqual({ rtm2: -10_006, rtm1: 3 })
})

test('the cause is told beside the code, and neither token nor certificate is', () => {
  const e = emulator()
  const token = messagingToken({ certificate: secondCertificate })
  const { causes } = refusal({ userId: 'bob', token }, e)
  expect(causes.map(({ code }) => code)).toContain('SIGNATURE_MISMATCH')
  const written = JSON.stringify(e.log.entries())
  expect(written).not.toContain(token)
  expect(written).not.toContain(certificate)
})

test('the App ID alone logs in while "No Certificate" stands, and a token needs a certificate', () => {
  const e = emulator({ certificate: undefined })
  const login = e.login({ userId: 'alice', token: null })
  expect(login).toMatchObject({ by: 'appId', admitsUntil: Number.POSITIVE_INFINITY })
  expect(refusal({}, e)).toMatchObject({ code: 'DYNAMIC_ON_STATIC', outcome: { rtm2: -10_003 } })
})

test('a disabled project logs nobody in, and nobody is answered in an outage', () => {
  expect(refusal({}, emulator({ enabled: false }))).toMatchObject({
    code: 'INACTIVE',
    outcome: { rtm2: -10_003 },
  })
  const e = emulator()
  e.outage('10s')
  expect(refusal({}, e)).toMatchObject({ code: 'OUTAGE', outcome: { rtm2: -10_011 } })
  e.clock.advance('10s')
  expect(e.login({ userId: 'alice', token: messagingToken() }).userId).toBe('alice')
})

test('either certificate proves a login, until the secondary is switched off', () => {
  const e = emulator({ secondary: { certificate: secondCertificate } })
  const token = messagingToken({ certificate: secondCertificate })
  expect(e.login({ userId: 'alice', token }).signedBy).toBe('secondary')
  e.changeProject((project) => ({
    ...project,
    secondary: { certificate: secondCertificate, enabled: false },
  }))
  expect(refusal({ token }, e).code).toBe('INVALID')
})

function refusal(wish: Partial<LoginOptions> = {}, e = emulator()): LoginRefusal {
  try {
    e.login({ userId: 'alice', token: messagingToken(), ...wish })
  } catch (error) {
    if (isLoginRefusal(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}
