import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32 } from '../src/bytes/crc32.ts'
import type { Claims007, InspectedClaims006 } from '../src/claims.ts'
import { isTokenError } from '../src/errors.ts'
import { inspect } from '../src/inspect.ts'
import { mint } from '../src/mint.ts'
import { type Expectation, verify } from '../src/verify.ts'
import { hexId, salt, services, sorted, text, uint32 } from './interop-services.ts'
import { npm007, npmAccessToken2, withNpm006, withNpm007 } from './npm-originals.ts'

const at = fc.integer({ min: 1, max: 0xf0000000 })
/** Texts that no wildcard hides in, and that bind the token. */
const plain = text.filter((value) => value !== '' && !value.includes('*'))
const user = fc.oneof(plain, fc.integer({ min: 1, max: 0xffffffff }))
const role = fc.constantFrom(0, 1, 2, 101)

/** Eight services full of emoji are larger than any real token. */
const limits = { maxTextBytes: 1e6, maxInflatedBytes: 1e6 }

function codeOf(token: string, expectation: object): string {
  try {
    verify(token, expectation as Expectation)
    return 'accepted'
  } catch (error) {
    if (isTokenError(error)) return error.code
    throw error
  }
}

/** The same first character in another case or place: never the same text. */
const another = (value: string) => (value.startsWith('0') ? '1' : '0') + value.slice(1)
const join = fc.record({ appId: hexId, certificate: hexId, channel: plain, user, role })
const joining = (user: string | number) =>
  typeof user === 'number' ? { uid: user } : { account: user }

test('every 007 token that npm builds is read whole, proven, and can be written back', () => {
  const life = fc.integer({ min: 2, max: 86_400 })
  const some = fc.record({ appId: hexId, certificate: hexId, services, issuedAt: at, life, salt })
  fc.assert(
    fc.property(some, ({ appId, certificate, services, issuedAt, life, salt }) => {
      const npm = new npmAccessToken2.AccessToken2(appId, certificate, issuedAt, life)
      npm.salt = salt
      for (const service of services) npm.add_service(service.npm())
      const token: string = npm.build()
      const read = inspect(token, { limits })
      const claims = read.claims as Claims007
      const types = new Map(services.map(({ ours, npm }) => [ours, npm().service_type()]))
      const expected = sorted(
        services.map(({ ours }) => ours),
        (service) => types.get(service)!,
      )
      expect(claims).toEqual({
        version: '007',
        appId,
        issuedAt,
        expiresInSeconds: life,
        services: expected,
      })
      expect([read.salt, read.canonical]).toEqual([salt, true])
      const again = inspect(mint(claims, certificate, { salt }), { limits })
      expect(again.payload).toBe(read.payload)
      const now = issuedAt + 1
      expect(verify(token, { certificate, appId, now, limits }).signedBy).toBe('primary')
      const wrong = { certificate: another(certificate), now, limits }
      expect(codeOf(token, wrong)).toBe('TOKEN_SIGNATURE_MISMATCH')
      expect(codeOf(token, { certificate, now: issuedAt + life, limits })).toBe('TOKEN_EXPIRED')
    }),
    { numRuns: 1000 },
  )
})

test("npm's 007 builder for channels: the token admits its user to its channel and nobody else", () => {
  const moment = fc.record({ at, salt })
  fc.assert(
    fc.property(join, moment, ({ appId, certificate, channel, user, role }, moment) => {
      const token = withNpm007(moment, () =>
        npm007.RtcTokenBuilder.buildTokenWithUid(appId, certificate, channel, user, role, 600, 0),
      )
      const expected = { certificate, appId, now: moment.at + 1, channel, ...joining(user) }
      expect(codeOf(token, expected)).toBe('accepted')
      expect(codeOf(token, { ...expected, channel: another(channel) })).toBe('CHANNEL_MISMATCH')
      const stranger = { ...expected, ...joining(another(String(user))), uid: undefined }
      expect(codeOf(token, stranger)).toBe('UID_MISMATCH')
      expect(codeOf(token, { ...expected, service: 'chat' })).toBe('SERVICE_MISSING')
      const [service] = (inspect(token).claims as Claims007).services
      expect('publishVideo' in service!.privileges).toBe(role === 1)
    }),
    { numRuns: 500 },
  )
})

test("npm's 006 builder for channels: the token admits its user to its channel and nobody else", () => {
  const numbers = fc.record({ at, salt: fc.integer({ min: 1, max: 0xfffffffe }) })
  fc.assert(
    fc.property(join, numbers, ({ appId, certificate, channel, user, role }, moment) => {
      const end = moment.at + 600
      const token = withNpm006(moment, ({ RtcTokenBuilder }) =>
        RtcTokenBuilder.buildTokenWithUid(appId, certificate, channel, user, role, end),
      )
      const claims = inspect(token).claims as InspectedClaims006
      expect(claims).toMatchObject({ appId, ts: moment.at + 86_400, channelCrc: crc32(channel) })
      expect('publishVideo' in claims.privileges).toBe(role !== 2)
      const expected = { certificate, appId, now: moment.at + 1, channel, ...joining(user) }
      expect(codeOf(token, expected)).toBe('accepted')
      expect(codeOf(token, { ...expected, channel: another(channel) })).toBe('CHANNEL_MISMATCH')
      const stranger = { ...expected, ...joining(another(String(user))), uid: undefined }
      expect(codeOf(token, stranger)).toBe('UID_MISMATCH')
      expect(codeOf(token, { ...expected, certificate: another(certificate) })).toBe(
        'TOKEN_SIGNATURE_MISMATCH',
      )
      expect(codeOf(token, { ...expected, now: end })).toBe('PRIVILEGE_EXPIRED')
    }),
    { numRuns: 300 },
  )
})

test("npm's 006 builder for messaging: the token logs its account in", () => {
  fc.assert(
    fc.property(join, uint32, ({ appId, certificate, channel: account }, salt) => {
      const moment = { at: 1_700_000_000, salt }
      const token = withNpm006(moment, ({ RtmTokenBuilder }) =>
        RtmTokenBuilder.buildToken(appId, certificate, account, 1, 0),
      )
      const expected = { certificate, now: moment.at + 1, service: 'rtm', account }
      expect(codeOf(token, expected)).toBe('accepted')
      expect(codeOf(token, { ...expected, account: another(account) })).toBe('UID_MISMATCH')
    }),
    { numRuns: 200 },
  )
})
