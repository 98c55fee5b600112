import { type Expectation, signalingToken, verify } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DynamicKeyService } from '../src/claims.ts'
import { appId, certificate, codeOf, make, unixTs, versions } from './dynamic-key-samples.ts'

const other = '5cfd2fd1755d40ecb72977518be15d3c'
const expected = { certificate, now: unixTs + 1, channel: 'lobby', uid: 7 }

const verdict = (text: string, more: Partial<Expectation & { certificate: string }> = {}) =>
  codeOf(() => verify(text, { ...expected, ...more }))

test.each(versions)('accepts a version %i key for what it was made', (version) => {
  expect(verify(make(version), expected)).toMatchObject({
    proven: true,
    signedBy: 'primary',
    issuedAt: unixTs,
  })
})

test('says when the member is to be put out, and nothing where that is never', () => {
  expect(verify(make(5), expected).expiresAt).toBe(unixTs + 600)
  expect(verify(make(5, { expiredTs: 0 }), expected)).not.toHaveProperty('expiresAt')
  expect(verify(make(1), expected)).not.toHaveProperty('expiresAt')
})

test('finds the secondary certificate', () => {
  const keyring = { primary: other, secondary: certificate }
  const result = verify(make(4), { ...expected, certificate: undefined, keyring })
  expect(result.signedBy).toBe('secondary')
})

test.each(versions)('refuses a version %i key of another channel or certificate', (version) => {
  expect(verdict(make(version), { channel: 'Lobby' })).toBe('TOKEN_SIGNATURE_MISMATCH')
  expect(verdict(make(version), { certificate: other })).toBe('TOKEN_SIGNATURE_MISMATCH')
})

test('refuses another user: by the uid a key carries, else by its signature', () => {
  expect([2, 3].map((v) => verdict(make(v as 2), { uid: 8 }))).toEqual([
    'UID_MISMATCH',
    'UID_MISMATCH',
  ])
  for (const version of [4, 5] as const) {
    expect(verdict(make(version), { uid: 8 })).toBe('TOKEN_SIGNATURE_MISMATCH')
    expect(verdict(make(version), { uid: undefined })).toBe('TOKEN_SIGNATURE_MISMATCH')
  }
})

test('a key made for uid 0 admits every user, as the key of version 1 always does', () => {
  for (const version of [2, 3, 4, 5] as const) {
    expect(verdict(make(version, { uid: 0 }), { uid: 8 })).toBe('accepted')
  }
  expect(verdict(make(1), { uid: 8 })).toBe('accepted')
})

test('a key for one service is refused for another', () => {
  const services: DynamicKeyService[] = ['media', 'recording', 'publicSharing']
  for (const made of services) {
    for (const service of services) {
      const four = verdict(make(4, { service: made }), { service })
      const five = verdict(make(5, { service: made }), { service })
      expect(four).toBe(made === service ? 'accepted' : 'TOKEN_SIGNATURE_MISMATCH')
      expect(five).toBe(made === service ? 'accepted' : 'SERVICE_MISSING')
    }
  }
  expect(verdict(make(4), { service: 'inChannelPermission' })).toBe('SERVICE_MISSING')
})

test('checks the App ID before the signature; 005 has lost its letter case', () => {
  expect(verdict(make(3), { appId })).toBe('accepted')
  expect(verdict(make(3), { appId: appId.toLowerCase(), certificate: other })).toBe(
    'APP_ID_MISMATCH',
  )
  expect(verdict(make(5), { appId })).toBe('accepted')
})

test('the window to enter ends a day after the making, and can be set', () => {
  const text = make(5, { expiredTs: 0 })
  expect(verdict(text, { now: unixTs + 86_400 })).toBe('accepted')
  expect(verdict(text, { now: unixTs + 86_401 })).toBe('TOKEN_TIMEOUT')
  expect(verdict(text, { now: unixTs + 301, windowSeconds: 300 })).toBe('TOKEN_TIMEOUT')
})

test('the expiry is the first second at which the key no longer serves', () => {
  expect(verdict(make(5), { now: unixTs + 599 })).toBe('accepted')
  expect(verdict(make(5), { now: unixTs + 600 })).toBe('TOKEN_EXPIRED')
})

test('a signaling token is proven by account and certificate', () => {
  const text = signalingToken({ appId, certificate, account: 'alice', expiredTs: 1000 })
  const check = (more: object = {}) =>
    codeOf(() => verify(text, { certificate, now: 999, account: 'alice', ...more }))
  expect(check()).toBe('accepted')
  expect(check({ now: 1000 })).toBe('TOKEN_EXPIRED')
  expect(check({ account: 'bob' })).toBe('TOKEN_SIGNATURE_MISMATCH')
  expect(check({ certificate: other })).toBe('TOKEN_SIGNATURE_MISMATCH')
  expect(check({ account: undefined })).toMatch(/^TypeError/)
})

test.each(['', 'z'.repeat(32), certificate.slice(1)])('certificate %j proves nothing', (wrong) => {
  for (const version of versions) {
    expect(verdict(make(version, { certificate: wrong }), { certificate: wrong })).toBe(
      'CERTIFICATE_INVALID',
    )
  }
})

test('without the channel or the time nothing can be proven', () => {
  expect(verdict(make(5), { channel: undefined })).toMatch(/^TypeError/)
  expect(verdict(make(5), { now: Number.NaN })).toMatch(/^TypeError/)
})

test.each(versions)('no changed character of a version %i key is accepted', (version) => {
  const text = make(version)
  const place = fc.nat(text.length - 1)
  const character = fc.constantFrom(...'0123456789abcdefABCDEF+/=gZ:')
  fc.assert(
    fc.property(place, character, (at, to) => {
      fc.pre(text[at] !== to)
      const changed = text.slice(0, at) + to + text.slice(at + 1)
      expect(verdict(changed)).not.toBe('accepted')
    }),
  )
})
