import { type Claims006, type Claims007, mint, verify } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain } from '../src/explain.ts'
import { appId, certificate, now, oldCertificate, otherAppId } from './explain-faults/tokens.ts'

const channel = fc.constantFrom('lobby', 'lobby', 'lobby', 'Lobby', 'lobby ', 'a+b', 'a b')
const tokenChannel = fc.oneof(channel, fc.constantFrom('', '*', 'lob*', 'undefined'))
const uid = fc.constantFrom(7, 7, 7, 0, 1, 4294967291, -5)
const tokenUid = fc.constantFrom(
  '',
  '',
  '7',
  '7',
  '0',
  '1',
  '-5',
  '4294967291',
  'anna',
  '1*',
  '*',
  'null',
)
const seconds = fc.constantFrom(
  0,
  0,
  3600,
  1,
  59,
  60,
  61,
  3600,
  86_400,
  86_401,
  604_800,
  1_800_003_600,
)
const issuedAt = fc
  .constantFrom(-60, -60, -60, 0, -90_000, -86_401, -86_400, -3600, 299, 300, 301, 4000)
  .map((by) => now + by)
const key = fc.constantFrom(
  certificate,
  certificate,
  certificate,
  oldCertificate,
  certificate.toUpperCase(),
)
const id = fc.constantFrom(appId, appId, appId, otherAppId)
const privileges = fc.record(
  { joinChannel: fc.oneof(fc.constant(3600), seconds), publishAudio: seconds },
  { requiredKeys: [] },
)

const service = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('rtc' as const),
      channel: tokenChannel,
      uid: tokenUid,
      privileges,
    }),
  },
  fc.record({
    type: fc.constant('rtm' as const),
    userId: tokenUid,
    privileges: fc.record({ login: seconds }, { requiredKeys: [] }),
  }),
  fc.record({
    type: fc.constant('chat' as const),
    userId: tokenUid,
    privileges: fc.record({ user: seconds, app: seconds }, { requiredKeys: [] }),
  }),
  fc.record({
    type: fc.constant('apaas' as const),
    roomUuid: tokenChannel,
    userUuid: tokenUid,
    role: fc.constant(1),
    privileges: fc.record({ roomUser: seconds }),
  }),
  fc.record({ type: fc.constant('stt' as const), privileges: fc.constant({}) }),
)

const claims007: fc.Arbitrary<Claims007> = fc.record({
  version: fc.constant('007' as const),
  appId: id,
  issuedAt,
  expiresInSeconds: seconds,
  services: fc.array(service, { minLength: 1, maxLength: 3 }),
})

const ends = fc.oneof(
  seconds,
  seconds.map((later) => Math.min(now + later, 0xffffffff)),
  fc.constantFrom(now, now - 1, now + 1),
)
const claims006: fc.Arbitrary<Claims006> = fc.record({
  version: fc.constant('006' as const),
  appId: id,
  channel: tokenChannel,
  uid: tokenUid,
  ts: issuedAt.map((at) => at + 86_400),
  privileges: fc.record(
    { joinChannel: ends, publishAudio: ends, rtmLogin: ends },
    { requiredKeys: [] },
  ),
})

const facts = fc.record(
  {
    appId: id,
    channel,
    uid,
    account: fc.constantFrom('7', 'anna', 'Anna', '0'),
    service: fc.constantFrom(
      'rtc' as const,
      'rtm' as const,
      'chat' as const,
      'apaas' as const,
      'fpa' as const,
      'stt' as const,
    ),
    futureSkewSeconds: fc.constantFrom(0, 300),
  },
  { requiredKeys: [] },
)
const fitting = fc.record({
  appId: fc.constant(appId),
  channel: fc.constant('lobby'),
  uid: fc.constant(7),
})
const keys = fc.oneof(
  fc.constant({ certificate }),
  fc.constant({ keyring: { primary: oldCertificate, secondary: certificate } }),
  fc.constant({ keyring: { primary: oldCertificate } }),
)

const claims: fc.Arbitrary<Claims006 | Claims007> = fc.oneof(claims006, claims007)

test('a token is accepted exactly when verify accepts it for the same facts', () => {
  let accepted = 0
  fc.assert(
    fc.property(
      fc.tuple(claims, key, keys, fc.oneof(fitting, facts)),
      ([made, signedWith, known, given]) => {
        const token = mint(made, signedWith, { salt: 1 })
        const error = refusal(token, { ...given, ...known, now })
        const explained = explain(token, { ...given, ...known, now })
        expect(explained.accepted).toBe(error === undefined)
        if (error === undefined) accepted++
        // what lacks a fact stays open; all else has a reason
        else if (!lacksFact(made, given, error)) expect(explained.verdict).toBe('refused')
      },
    ),
    { numRuns: 5000 },
  )
  expect(accepted).toBeGreaterThan(30)
})

/** A 006 does not say whom it is for: without channel and user, nobody can tell whether it fits. */
function lacksFact(made: Claims006 | Claims007, given: object, error: unknown): boolean {
  const noUser = !('uid' in given) && !('account' in given)
  return error instanceof TypeError || (made.version === '006' && noUser)
}

function refusal(token: string, expectation: Parameters<typeof verify>[1]): unknown {
  try {
    verify(token, expectation)
    return undefined
  } catch (error) {
    return error
  }
}
