import {
  fcdnClaims,
  inspect,
  mint,
  rtcClaims,
  rtcToken,
  rtm2Token,
  rtmClaims,
  rtmToken,
  streamingClaims,
  verify,
} from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appId, certificate } from './arbitrary.ts'

const issuedAt = 1_800_000_000
const base = { appId, certificate, issuedAt, channel: 'c', uid: 7 }
const day = 86_400
const codes = ({ warnings }: { warnings: readonly { code: string }[] }) =>
  warnings.map(({ code }) => code)

test('006: no life of its own is no end of its own, and admits for the day that is warned of', () => {
  const life0 = { ...base, version: '006', expiresInSeconds: 0 } as const
  const rtc = rtcClaims(life0)
  expect(codes(rtc)).toEqual(['EXPIRY_ZERO'])
  const end = { certificate, now: issuedAt + day - 1, channel: 'c', uid: 7 }
  expect(verify(mint(rtc.claims, certificate), end).expiresAt).toBe(issuedAt + day)
  const rtm = rtmToken({ ...life0, userId: 'u' })
  const login = { certificate, now: issuedAt + day - 1, service: 'rtm', account: 'u' } as const
  expect(verify(rtm, login).expiresAt).toBe(issuedAt + day)
})

test('006: a privilege of 0 seconds is written as 0, as in 007, and others as instants', () => {
  const privileges = { joinChannel: 0, publishAudio: 60 }
  const written = { joinChannel: 0, publishAudio: issuedAt + 60 }
  expect(rtcClaims({ ...base, version: '006', privileges }).claims).toMatchObject({
    privileges: written,
  })
  expect(rtcClaims({ ...base, version: '006', privilegeExpiresInSeconds: 0 }).claims).toMatchObject(
    { privileges: { joinChannel: 0, publishData: 0 } },
  )
})

test('a token of either version admits as long as was asked for', () => {
  const span = fc.integer({ min: 0, max: 2 * day })
  fc.assert(
    fc.property(span, fc.option(span, { nil: undefined }), (life, privilege) => {
      const of = (version: '006' | '007') => {
        const own = privilege === undefined ? {} : { privilegeExpiresInSeconds: privilege }
        const token = rtcToken({ ...base, version, expiresInSeconds: life, ...own })
        const join = { certificate, now: issuedAt, channel: 'c', uid: 7 }
        return verify(token, join).expiresAt! - issuedAt
      }
      const first = Math.min(life || day, day)
      expect(of('007')).toBe(Math.min(first, privilege || day))
      // a 006 lives a day, whatever its privileges: without a life of their own they end with it
      expect(of('006')).toBe(Math.min((privilege ?? life) || day, day))
    }),
  )
})

test.each([
  ['rtc, all', () => rtcClaims({ ...base, privilegeExpiresInSeconds: 999_999 })],
  ['rtc, one', () => rtcClaims({ ...base, privileges: { publishData: 999_999 } })],
  ['rtc in 006', () => rtcClaims({ ...base, version: '006', privilegeExpiresInSeconds: 999_999 })],
  ['streaming', () => streamingClaims({ ...base, privileges: { publishMixStream: 999_999 } })],
  ['fcdn', () => fcdnClaims({ ...base, privileges: { publish: 999_999 } })],
])('a privilege above 24 hours is cut and warned of: %s', (_, claimsOf) => {
  const { claims, warnings } = claimsOf()
  expect(codes({ warnings })).toContain('EXPIRY_OVER_24H')
  const { privileges } = claims.version === '007' ? claims.services[0]! : claims
  const start = claims.version === '007' ? 0 : issuedAt
  for (const end of Object.values(privileges)) expect(end).toBe(start + day)
})

test('a shorthand warns of what a reader of its token warns of', () => {
  const wish = fc.record({
    version: fc.constantFrom('006', '007'),
    uid: fc.constantFrom(0, 7),
    role: fc.constantFrom('publisher', 'subscriber'),
    expiresInSeconds: fc.constantFrom(0, 60, 3600, day),
    privileges: fc.option(
      fc.record({
        joinChannel: fc.constantFrom(0, 60, 7200),
        publishAudio: fc.constantFrom(0, 60, 7200),
      }),
      { nil: undefined },
    ),
  }) as fc.Arbitrary<Partial<Parameters<typeof rtcClaims>[0]>>
  fc.assert(
    fc.property(wish, (wish) => {
      const result = rtcClaims({ ...base, ...wish } as Parameters<typeof rtcClaims>[0])
      const read = inspect(mint(result.claims, certificate))
      expect(codes(result)).toEqual(expect.arrayContaining(codes(read)))
    }),
  )
  expect(codes(rtcClaims({ ...base, uid: 0, version: '006' }))).toEqual(['UNBOUND_PUBLISHER'])
  expect(codes(rtmClaims({ ...base, userId: 'u', version: '006' }))).toEqual([])
})

test.each(['005', '7', 7, null])('version %j is refused, not replaced', (version) => {
  const wish = { ...base, version, userId: 'u' } as never
  for (const make of [rtcToken, rtmToken]) {
    const call = () => make(wish)
    expect(call).toThrow(TypeError)
    expect(call).toThrow(/^version must be/)
  }
})

test('permissions left out of an RTM2 token are named', () => {
  expect(() => rtm2Token({ ...base, userId: 'u' } as never)).toThrow(/permissions must be/)
})
