import { inflateSync } from 'node:zlib'
import { dynamicKey, mint, rtcToken, storedBlock, TokenError, verify } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appId, certificate, claims007, other, salts } from './arbitrary.ts'

const now = 1_800_000_000
const join = { certificate, now, appId, channel: 'lobby', uid: 7 }
const base = { appId, certificate, channel: 'lobby', uid: 7, issuedAt: now }

test('any one flipped bit of the payload is refused', () => {
  fc.assert(
    fc.property(claims007, salts, fc.nat(), (claims, salt, at) => {
      const issued = { ...claims, issuedAt: now, expiresInSeconds: 60 }
      const payload = inflateSync(
        Buffer.from(mint(issued, certificate, { salt }).slice(3), 'base64'),
      )
      const bit = at % (payload.length * 8)
      payload[bit >> 3]! ^= 1 << (bit & 7)
      const forged = `007${Buffer.from(storedBlock(payload)).toString('base64')}`
      expect(() => verify(forged, { certificate, now })).toThrow(TokenError)
    }),
    { numRuns: 1000 },
  )
})

test('every flipped bit of one 007 and one 006 token is refused', () => {
  const payload = inflateSync(Buffer.from(rtcToken(base).slice(3), 'base64'))
  for (let bit = 0; bit < payload.length * 8; bit++) {
    const forged = Buffer.from(payload)
    forged[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => verify(`007${Buffer.from(storedBlock(forged)).toString('base64')}`, join)).toThrow(
      TokenError,
    )
  }
  const token = rtcToken({ ...base, version: '006' })
  const content = Buffer.from(token.slice(35), 'base64')
  for (let bit = 0; bit < content.length * 8; bit++) {
    const forged = Buffer.from(content)
    forged[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => verify(token.slice(0, 35) + forged.toString('base64'), join)).toThrow(TokenError)
  }
})

test('every single-character edit of the text is refused, or says the very same', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n'
  for (const token of [rtcToken(base), rtcToken({ ...base, version: '006' })]) {
    const genuine = verify(token, join)
    for (let i = 0; i < token.length; i++) {
      expect(() => verify(token.slice(0, i) + token.slice(i + 1), join)).toThrow(TokenError)
      expect(() => verify(token.slice(0, i), join)).toThrow(TokenError)
      for (const letter of alphabet) {
        if (letter === token[i]) continue
        const edited = token.slice(0, i) + letter + token.slice(i + 1)
        // a zlib stream has bits that say nothing, and often two ways to say the same
        if (accepts(edited)) expect(verify(edited, join)).toEqual(genuine)
      }
    }
  }
})

test('a unit of text whose low byte is the right letter is refused, in every version', () => {
  const key = { appId, certificate, channel: 'lobby', unixTs: now, randomInt: 1, uid: 7 }
  const tokens = [
    rtcToken(base),
    rtcToken({ ...base, version: '006' }),
    dynamicKey({ ...key, version: 5, expiredTs: 0 }),
  ]
  for (const token of tokens) {
    expect(verify(token, join).proven).toBe(true)
    for (let at = 0; at < token.length; at++) {
      for (const high of [1, 2, 16, 128, 216, 255]) {
        const unit = String.fromCharCode(token.charCodeAt(at) + 256 * high)
        const forged = token.slice(0, at) + unit + token.slice(at + 1)
        expect(() => verify(forged, join)).toThrow(TokenError)
      }
    }
  }
})

function accepts(token: string): boolean {
  try {
    return verify(token, join).proven
  } catch (error) {
    expect(error).toBeInstanceOf(TokenError)
    return false
  }
}

test('a signature that is shortened, lengthened or empty is refused', () => {
  const payload = inflateSync(Buffer.from(rtcToken(base).slice(3), 'base64'))
  for (const length of [0, 1, 16, 20, 31, 33]) {
    const signature = Buffer.alloc(2 + length, payload.subarray(2, 34))
    signature.writeUInt16LE(length, 0)
    const forged = Buffer.concat([signature, payload.subarray(34)])
    expect(() => verify(`007${Buffer.from(storedBlock(forged)).toString('base64')}`, join)).toThrow(
      expect.objectContaining({ code: 'TOKEN_MALFORMED' }),
    )
  }
})

test('the certificate is text: its letter case counts, and no other one will do', () => {
  const token = rtcToken(base)
  for (const wrong of [other, certificate.toLowerCase(), certificate.toUpperCase(), appId]) {
    expect(() => verify(token, { ...join, certificate: wrong })).toThrow(
      expect.objectContaining({ code: 'TOKEN_SIGNATURE_MISMATCH' }),
    )
  }
})
