import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import official from '../../../vectors/agora-vectors.json' with { type: 'json' }
import type { DynamicKeyService } from '../src/claims.ts'
import {
  type DynamicKeyBinding,
  type DynamicKeyParameters,
  dynamicKey,
  dynamicKeyVersion,
  inspectDynamicKey,
  signalingToken,
  verifyDynamicKey,
} from '../src/dynamic-key.ts'
import { isTokenError } from '../src/errors.ts'

const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const other = '5cfd2fd1755d40ecb72977518be15d3c'
const unixTs = 1446455472
const fields = { appId, certificate, channel: 'lobby', unixTs, randomInt: 58964981 }
const late = { uid: 7, expiredTs: unixTs + 600 }
const expected = { certificate, now: unixTs + 1, channel: 'lobby', uid: 7 }
const versions = [1, 2, 3, 4, 5] as const

function make(version: DynamicKeyParameters['version'], more: object = {}): string {
  return dynamicKey({ ...fields, ...(version > 1 && late), ...more, version })
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return isTokenError(error) ? error.code : `${error}`
  }
  return 'accepted'
}

const verdict = (text: string, more: Partial<DynamicKeyBinding & { certificate: string }> = {}) =>
  codeOf(() => verifyDynamicKey(text, { ...expected, ...more }))

describe('inspecting', () => {
  const known = official.vectors.filter(({ format, result, inputs }) => {
    const id = (inputs as { appID?: string } | undefined)?.appID
    return (
      /^DynamicKey|^Signaling/.test(format) && result === 'ok' && /^[0-9a-f]{32}$/i.test(id ?? '')
    )
  }) as unknown as { id: string; token: string; inputs: Record<string, never> }[]

  test.each(known)('reads $id back', ({ token, inputs }) => {
    const { claims, salt, canonical } = inspectDynamicKey(token)
    const is005 = claims.version === '005'
    expect(claims.appId).toBe(is005 ? String(inputs.appID).toLowerCase() : inputs.appID)
    expect(canonical).toBe(true)
    if (claims.version === 'signaling') {
      expect(claims.expiredTs).toBe(inputs.expiredTsInSeconds)
      return
    }
    expect(salt).toBe(inputs.randomInt)
    expect(claims.unixTs).toBe(inputs.unixTs)
    if (claims.version !== '001') expect(claims.expiredTs).toBe(inputs.expiredTs)
    if ('uid' in claims) expect(claims.uid).toBe(inputs.uid)
    expect(claims.permission).toBe(inputs.permission ?? undefined)
  })

  test('tells the versions apart, those without a prefix by their form', () => {
    expect(versions.map((version) => dynamicKeyVersion(make(version)))).toEqual([
      '001',
      '002',
      '003',
      '004',
      '005',
    ])
    const signaling = signalingToken({ appId, certificate, account: 'a', expiredTs: 1 })
    expect(dynamicKeyVersion(signaling)).toBe('signaling')
    expect(dynamicKeyVersion('007eJx')).toBeUndefined()
  })

  test('a key without prefix whose signature begins like another format is still that key', () => {
    for (const start of ['003', '004', '005', '006', '007']) {
      const key = start + make(1).slice(3)
      expect(inspectDynamicKey(key).version).toBe('001')
      expect(inspectDynamicKey(start + make(2).slice(3)).version).toBe('002')
    }
  })

  test('signature and payload are hex of what stands in the text', () => {
    const text = make(3)
    expect(inspectDynamicKey(text)).toMatchObject({
      signature: text.slice(3, 43),
      payload: Buffer.from(text.slice(3)).toString('hex'),
    })
    const five = Buffer.from(make(5).slice(3), 'base64')
    expect(inspectDynamicKey(make(5))).toMatchObject({
      signature: five.toString('latin1', 4, 44).toLowerCase(),
      payload: five.toString('hex'),
    })
  })

  test('a kind of service or an extra that no library writes is read, and called not canonical', () => {
    const bytes = Buffer.from(make(5).slice(3), 'base64')
    bytes.writeUInt16LE(9, 0)
    const strange = inspectDynamicKey(`005${bytes.toString('base64')}`)
    expect(strange.canonical).toBe(false)
    expect(strange.claims).not.toHaveProperty('service')
    bytes.writeUInt16LE(1, 0)
    bytes.writeUInt16LE(1, bytes.length - 2)
    const extra = Buffer.concat([bytes, Buffer.from([2, 0, 1, 0, 65])])
    expect(inspectDynamicKey(`005${extra.toString('base64')}`).canonical).toBe(false)
  })

  test.each([
    ['', 'TOKEN_VERSION_UNKNOWN'],
    ['002abc', 'TOKEN_VERSION_UNKNOWN'],
    ['007eJx', 'TOKEN_VERSION_UNKNOWN'],
    ['003', 'TOKEN_MALFORMED'],
    ['005', 'TOKEN_MALFORMED'],
    ['1:', 'TOKEN_MALFORMED'],
    [`1:${appId}:01:${'0'.repeat(32)}`, 'TOKEN_MALFORMED'],
    [`${make(3).slice(0, -10)}9999999999`, 'TOKEN_MALFORMED'],
    [make(4).toUpperCase(), 'TOKEN_MALFORMED'],
    [`${make(5)}\n`, 'TOKEN_MALFORMED'],
    ['0'.repeat(4097), 'TOKEN_LIMIT_EXCEEDED'],
  ])('refuses %j', (text, code) => {
    expect(codeOf(() => inspectDynamicKey(text))).toBe(code)
  })

  test('refuses every cut of every version', () => {
    for (const version of versions) {
      const text = make(version)
      for (let length = 0; length < text.length; length++) {
        if (version === 2 && length === 90) continue // that much of it has the form of version 1
        const read = () => inspectDynamicKey(text.slice(0, length))
        expect(codeOf(read), `${version} cut to ${length}`).toMatch(
          /^TOKEN_(MALFORMED|VERSION_UNKNOWN)$/,
        )
      }
    }
  })

  test('any text is read or refused with a code', () => {
    const tail = fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' }))
    const text = fc
      .tuple(fc.constantFrom('', '003', '004', '005', '1:'), tail)
      .map((t) => t.join(''))
    fc.assert(
      fc.property(text, (text) => {
        expect(codeOf(() => inspectDynamicKey(text))).toMatch(/^TOKEN_|^accepted$/)
      }),
    )
  })

  test('what is not a string is a mistake of the programmer', () => {
    expect(() => inspectDynamicKey(undefined as never)).toThrow(TypeError)
  })
})

describe('verifying', () => {
  test.each(versions)('accepts a version %i key for what it was made', (version) => {
    expect(verifyDynamicKey(make(version), expected)).toMatchObject({
      proven: true,
      signedBy: 'primary',
      issuedAt: unixTs,
    })
  })

  test('says when the member is to be put out, and nothing where that is never', () => {
    expect(verifyDynamicKey(make(5), expected).expiresAt).toBe(unixTs + 600)
    expect(verifyDynamicKey(make(5, { expiredTs: 0 }), expected)).not.toHaveProperty('expiresAt')
    expect(verifyDynamicKey(make(1), expected)).not.toHaveProperty('expiresAt')
  })

  test('finds the secondary certificate', () => {
    const keyring = { primary: other, secondary: certificate }
    const result = verifyDynamicKey(make(4), { ...expected, certificate: undefined, keyring })
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
      codeOf(() => verifyDynamicKey(text, { certificate, now: 999, account: 'alice', ...more }))
    expect(check()).toBe('accepted')
    expect(check({ now: 1000 })).toBe('TOKEN_EXPIRED')
    expect(check({ account: 'bob' })).toBe('TOKEN_SIGNATURE_MISMATCH')
    expect(check({ certificate: other })).toBe('TOKEN_SIGNATURE_MISMATCH')
    expect(check({ account: undefined })).toMatch(/^TypeError/)
  })

  test.each(['', 'z'.repeat(32), certificate.slice(1)])(
    'certificate %j proves nothing',
    (wrong) => {
      for (const version of versions) {
        expect(verdict(make(version, { certificate: wrong }), { certificate: wrong })).toBe(
          'CERTIFICATE_INVALID',
        )
      }
    },
  )

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
})
