import { type DynamicKeyClaims, inspect, signalingToken } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import official from '../../../vectors/agora-vectors.json' with { type: 'json' }
import { dynamicKeyVersion } from '../src/dynamic-key/read.ts'
import { appId, certificate, codeOf, make, versions } from './dynamic-key-samples.ts'

const known = official.vectors.filter(({ format, result, inputs }) => {
  const id = (inputs as { appID?: string } | undefined)?.appID
  return (
    /^DynamicKey|^Signaling/.test(format) && result === 'ok' && /^[0-9a-f]{32}$/i.test(id ?? '')
  )
}) as unknown as { id: string; token: string; inputs: Record<string, never> }[]

test.each(known)('reads $id back', ({ token, inputs }) => {
  const { claims, salt, canonical } = inspect(token)
  const is005 = claims.version === '005'
  expect(claims.appId).toBe(is005 ? String(inputs.appID).toLowerCase() : inputs.appID)
  expect(canonical).toBe(true)
  if (claims.version === 'signaling') {
    expect(claims.expiredTs).toBe(inputs.expiredTsInSeconds)
    return
  }
  expect(salt).toBe(inputs.randomInt)
  const { unixTs, expiredTs, uid, permission } = claims as DynamicKeyClaims
  expect(unixTs).toBe(inputs.unixTs)
  if (claims.version !== '001') expect(expiredTs).toBe(inputs.expiredTs)
  if (uid !== undefined) expect(uid).toBe(inputs.uid)
  expect(permission).toBe(inputs.permission ?? undefined)
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
    expect(inspect(key).version).toBe('001')
    expect(inspect(start + make(2).slice(3)).version).toBe('002')
  }
})

test('signature and payload are hex of what stands in the text', () => {
  const text = make(3)
  expect(inspect(text)).toMatchObject({
    signature: text.slice(3, 43),
    payload: Buffer.from(text.slice(3)).toString('hex'),
  })
  const five = Buffer.from(make(5).slice(3), 'base64')
  expect(inspect(make(5))).toMatchObject({
    signature: five.toString('latin1', 4, 44).toLowerCase(),
    payload: five.toString('hex'),
  })
})

test('a kind of service or an extra that no library writes is read, and called not canonical', () => {
  const bytes = Buffer.from(make(5).slice(3), 'base64')
  bytes.writeUInt16LE(9, 0)
  const strange = inspect(`005${bytes.toString('base64')}`)
  expect(strange.canonical).toBe(false)
  expect(strange.claims).not.toHaveProperty('service')
  bytes.writeUInt16LE(1, 0)
  bytes.writeUInt16LE(1, bytes.length - 2)
  const extra = Buffer.concat([bytes, Buffer.from([2, 0, 1, 0, 65])])
  expect(inspect(`005${extra.toString('base64')}`).canonical).toBe(false)
})

test.each([
  ['', 'TOKEN_VERSION_UNKNOWN'],
  ['002abc', 'TOKEN_VERSION_UNKNOWN'],
  ['007eJx', 'TOKEN_MALFORMED'],
  ['003', 'TOKEN_MALFORMED'],
  ['005', 'TOKEN_MALFORMED'],
  ['1:', 'TOKEN_MALFORMED'],
  [`1:${appId}:9007199254740992:${'0'.repeat(32)}`, 'TOKEN_MALFORMED'],
  [`1:${appId}:01:${'0'.repeat(32)}`, 'TOKEN_MALFORMED'],
  [`${make(3).slice(0, -10)}9999999999`, 'TOKEN_MALFORMED'],
  [make(4).toUpperCase(), 'TOKEN_MALFORMED'],
  [`${make(5)}\n`, 'TOKEN_MALFORMED'],
  ['0'.repeat(4097), 'TOKEN_LIMIT_EXCEEDED'],
])('refuses %j', (text, code) => {
  expect(codeOf(() => inspect(text))).toBe(code)
})

test('reads every signaling token that can be written', () => {
  for (const expiredTs of [0, 1, Number.MAX_SAFE_INTEGER]) {
    const token = signalingToken({ appId, certificate, account: 'a', expiredTs })
    expect(inspect(token).claims).toEqual({ version: 'signaling', appId, expiredTs })
  }
})

test('refuses every cut of every version', () => {
  for (const version of versions) {
    const text = make(version)
    for (let length = 0; length < text.length; length++) {
      if (version === 2 && length === 90) continue // that much of it has the form of version 1
      const read = () => inspect(text.slice(0, length))
      expect(codeOf(read), `${version} cut to ${length}`).toMatch(
        /^TOKEN_(MALFORMED|VERSION_UNKNOWN)$/,
      )
    }
  }
})

test('any text is read or refused with a code', () => {
  const tail = fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' }))
  const text = fc.tuple(fc.constantFrom('', '003', '004', '005', '1:'), tail).map((t) => t.join(''))
  fc.assert(
    fc.property(text, (text) => {
      expect(codeOf(() => inspect(text))).toMatch(/^TOKEN_|^accepted$/)
    }),
  )
})

test('what is not a string is a mistake of the programmer', () => {
  expect(() => inspect(undefined as never)).toThrow(TypeError)
})
