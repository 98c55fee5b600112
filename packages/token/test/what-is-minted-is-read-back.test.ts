import { deflateSync, inflateSync } from 'node:zlib'
import { type Claims007, inspect, mint, mintSigned, storedBlock } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appId, certificate, claims006, claims007, salts } from './arbitrary.ts'

test('any claims of any services are read back as they were, whatever the encoder', () => {
  fc.assert(
    fc.property(claims007, salts, (claims, salt) => {
      for (const deflate of [undefined, storedBlock]) {
        const inspection = inspect(mint(claims, certificate, { salt, deflate }))
        expect(inspection.claims).toEqual(claims)
        expect(inspection).toMatchObject({ version: '007', salt, canonical: true, proven: false })
      }
    }),
    { numRuns: 500 },
  )
})

test('the signature that is told with a token is the one in it, of both versions', () => {
  fc.assert(
    fc.property(fc.oneof(claims007, claims006), (claims) => {
      const { token, signature } = mintSigned(claims, certificate)
      expect(inspect(token)).toMatchObject({ version: claims.version, signature })
    }),
    { numRuns: 500 },
  )
})

test('claims that were read mint the same payload again', () => {
  fc.assert(
    fc.property(claims007, salts, (claims, salt) => {
      const first = inspect(mint(claims, certificate, { salt }))
      const token = mint(first.claims as typeof claims, certificate, { salt: first.salt })
      expect(inspect(token).payload).toBe(first.payload)
      expect(inflateSync(Buffer.from(token.slice(3), 'base64')).toString('hex')).toBe(first.payload)
    }),
    { numRuns: 500 },
  )
})

test('006 is read back but for channel and uid, which it holds only as checksums', () => {
  fc.assert(
    fc.property(claims006, salts, (claims, salt) => {
      const token = mint(claims, certificate, { salt })
      const inspection = inspect(token)
      const {
        channelCrc: _,
        uidCrc: __,
        ...read
      } = inspection.claims as { channelCrc: number; uidCrc: number }
      const { channel, uid } = claims
      expect({ ...read, channel, uid }).toEqual(claims)
      expect(mint({ ...read, channel, uid } as typeof claims, certificate, { salt })).toBe(token)
      expect(inspection.canonical).toBe(false)
    }),
  )
})

test('services are sorted by their number, those of one type keep their order', () => {
  const services = [
    { type: 'chat', userId: 'c', privileges: { user: 1 } },
    { type: 'rtc', channel: 'b', uid: '', privileges: { joinChannel: 1 } },
    { type: 'rtc', channel: 'a', uid: '', privileges: { joinChannel: 1 } },
  ] as const
  const claims = { version: '007', appId, issuedAt: 1, expiresInSeconds: 1, services } as const
  const { claims: read } = inspect(mint(claims, certificate))
  expect(read).toMatchObject({ services: [services[1], services[2], services[0]] })
})

test('claims of a token that would be written differently are refused, also after JSON', () => {
  const claims = {
    version: '007',
    appId,
    issuedAt: 1,
    expiresInSeconds: 1,
    canonical: false,
  } as const
  const copy = JSON.parse(JSON.stringify({ ...claims, services: [] }))
  expect(() => mint(copy, certificate)).toThrow(
    expect.objectContaining({ code: 'CLAIMS_NOT_CANONICAL' }),
  )
})

test('privileges go by name, by number, or both, but not twice', () => {
  const rtc = (privileges: object) =>
    mint(
      {
        version: '007',
        appId,
        issuedAt: 1,
        expiresInSeconds: 1,
        services: [{ type: 'rtc', channel: 'c', uid: '1', privileges: privileges as never }],
      },
      certificate,
      { salt: 1 },
    )
  expect(rtc({ 2: 5, 1: 4 })).toBe(rtc({ joinChannel: 4, publishAudio: 5 }))
  expect(inspect(rtc({ joinChannel: 4, 99: 5 })).unknown).toEqual([
    { kind: 'privilege', service: 'rtc', id: 99, value: 5 },
  ])
  expect(() => rtc({ joinChannel: 4, 1: 4 })).toThrow(TypeError)
  for (const name of ['constructor', 'toString', '__proto__x', 'join', '', ' 1', '1.5', '-1']) {
    expect(() => rtc({ [name]: 1 }), name).toThrow(TypeError)
  }
  expect(() => rtc({ 65536: 1 })).toThrow(RangeError)
})

test('programmer errors are TypeErrors and RangeErrors that name the field', () => {
  const service = { type: 'rtc', channel: 'c', uid: '1', privileges: {} } as const
  const claims = {
    version: '007',
    appId,
    issuedAt: 1,
    expiresInSeconds: 1,
    services: [service],
  } as const
  const mintWith = (change: object) => () => mint({ ...claims, ...change } as never, certificate)
  for (const bad of [-1, 1.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(mintWith({ issuedAt: bad })).toThrow(/issuedAt/)
    expect(mintWith({ expiresInSeconds: bad })).toThrow(RangeError)
    expect(() => mint(claims, certificate, { salt: bad })).toThrow(RangeError)
  }
  expect(mintWith({ issuedAt: '1' })).toThrow(TypeError)
  expect(mintWith({ version: '008' })).toThrow(TypeError)
  expect(mintWith({ services: [{ ...service, type: 'video' }] })).toThrow(TypeError)
  expect(mintWith({ services: [{ ...service, channel: undefined }] })).toThrow(/channel/)
  expect(mintWith({ services: [{ ...service, channel: 'x'.repeat(65536) }] })).toThrow(RangeError)
  expect(mintWith({ services: [{ ...service, channel: '\ud800' }] })).toThrow(TypeError)
})

test('what is no App ID, certificate or token is a TokenError that repeats no secret', () => {
  const claims = {
    version: '007',
    appId,
    issuedAt: 1,
    expiresInSeconds: 1,
    services: [{ type: 'fpa', privileges: {} }],
  } as const
  const code = (code: string) => expect.objectContaining({ name: 'TokenError', code })
  for (const bad of ['', 'x', `${appId}0`, `${appId.slice(1)}g`, `${appId}\n`, 'é'.repeat(16)]) {
    expect(() => mint({ ...claims, appId: bad }, certificate)).toThrow(code('APP_ID_INVALID'))
    expect(() => mint(claims, bad)).toThrow(code('CERTIFICATE_INVALID'))
  }
  expect(() => mint({ ...claims, services: [] }, certificate)).toThrow(code('SERVICES_EMPTY'))
  const nearly = `${certificate}0`
  expect(() => mint(claims, nearly)).toThrow(expect.not.stringContaining(nearly))
})

test('a giant token leaves no giant buffer behind, and the next one is right', () => {
  const claims = (channel: string) =>
    ({
      version: '007',
      appId,
      issuedAt: 1,
      expiresInSeconds: 1,
      services: [{ type: 'rtc', channel, uid: '1', privileges: { joinChannel: 1 } }],
    }) as const
  const small = mint(claims('c'), certificate, { salt: 1 })
  const limits = { maxTextBytes: 1e6, maxInflatedBytes: 1e6 }
  const giant = Array.from({ length: 65535 }, (_, i) =>
    String.fromCharCode(33 + ((i * i) % 89)),
  ).join('')
  expect(inspect(mint(claims(giant), certificate), { limits }).claims).toMatchObject({
    services: [{ channel: giant }],
  })
  expect(mint(claims('c'), certificate, { salt: 1 })).toBe(small)
})

test('a deflate function that mints, writes into its bytes or keeps them spoils no token', () => {
  const claims = (channel: string): Claims007 => ({
    version: '007',
    appId,
    issuedAt: 1_800_000_000,
    expiresInSeconds: 60,
    services: [{ type: 'rtc', channel, uid: '7', privileges: { joinChannel: 60 } }],
  })
  let kept: Uint8Array = new Uint8Array()
  const token = mint(claims('outer'), certificate, {
    deflate: (bytes) => {
      kept = bytes
      mint(claims('inner'), certificate)
      const stream = deflateSync(bytes)
      bytes.fill(0)
      return stream
    },
  })
  expect(inspect(token).claims).toEqual(claims('outer'))
  mint(claims('another'), certificate)
  expect(kept.every((byte) => byte === 0)).toBe(true)
})
