import { createRequire } from 'node:module'
import { type DynamicKeyParameters, dynamicKey, signalingToken } from '@symbolon/token'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import official from '../../../vectors/agora-vectors.json' with { type: 'json' }

interface Vector {
  id: string
  format: string
  builder?: string
  function?: string
  inputs: Record<string, never>
  result?: string
  token?: string
}

const vectors = official.vectors as unknown as Vector[]
const keys = vectors.filter(({ format }) => /^DynamicKey[1-5]$/.test(format))
const signaling = vectors.filter(({ format }) => format === 'SignalingToken')
const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const base = { appId, certificate, channel: 'c', unixTs: 1446455472, randomInt: 58964981 }
const late = { uid: 1, expiredTs: 0 }

/** The vectors speak the languages of the official libraries; this is the same in ours. */
function parametersOf({ format, function: made, inputs }: Vector): DynamicKeyParameters {
  const { appID, appCertificate, channelName, unixTs, randomInt, uid, expiredTs, permission } =
    inputs
  const version = Number(format.at(-1)) as DynamicKeyParameters['version']
  const services = {
    generateMediaChannelKey: 'media',
    generateRecordingKey: 'recording',
    generatePublicSharingKey: 'publicSharing',
    generateInChannelPermissionKey: 'inChannelPermission',
  } as const
  const service = services[made as keyof typeof services]
  return {
    version,
    appId: appID,
    certificate: appCertificate,
    channel: channelName,
    unixTs,
    randomInt,
    ...(version > 1 && { uid, expiredTs }),
    ...(service && { service }),
    ...(permission != null && { permission }),
  }
}

test('all Channel Keys and signaling tokens of the known answers are here', () => {
  expect(keys).toHaveLength(15 + 7 + 8 + 25 + 47)
  expect(signaling).toHaveLength(11)
})

describe.each(keys)('$id $format', (vector) => {
  test(`gives ${vector.result}`, () => {
    const make = () => dynamicKey(parametersOf(vector))
    if (vector.result === 'ok') expect(make()).toBe(vector.token)
    else expect(make).toThrow(RangeError)
  })
})

test.each(signaling)('$id signaling token', ({ inputs, token }) => {
  const { appID, appCertificate, account, expiredTsInSeconds: expiredTs } = inputs
  const made = signalingToken({ appId: appID, certificate: appCertificate, account, expiredTs })
  expect(made).toBe(token)
})

test('random 005 keys equal those of npm agora-token', () => {
  const npm = createRequire(import.meta.url)('agora-token/src/DynamicKey5.js')
  const builders = {
    media: npm.generateMediaChannelKey,
    recording: npm.generateRecordingKey,
    publicSharing: npm.generatePublicSharingKey,
    inChannelPermission: npm.generateInChannelPermissionKey,
  }
  const uint32 = fc.integer({ min: 0, max: 0xffffffff })
  const hex32 = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), maxLength: 34 })
  const parameters = fc.record({
    service: fc.constantFrom(...(Object.keys(builders) as (keyof typeof builders)[])),
    appId: hex32,
    certificate: hex32,
    channel: fc.string({ unit: 'grapheme', maxLength: 64 }),
    unixTs: uint32,
    randomInt: uint32,
    uid: uint32,
    expiredTs: uint32,
    permission: fc.string({ unit: 'grapheme', maxLength: 4 }),
  })
  fc.assert(
    fc.property(parameters, (p) => {
      const extra = p.service === 'inChannelPermission' ? { permission: p.permission } : {}
      const ours = dynamicKey({ ...p, version: 5, permission: undefined as never, ...extra })
      const numbers = [p.unixTs, p.randomInt, p.uid, p.expiredTs]
      const build = builders[p.service]
      expect(ours).toBe(build(p.appId, p.certificate, p.channel, ...numbers, p.permission))
    }),
  )
})

test.each(['unixTs', 'randomInt', 'uid', 'expiredTs'] as const)(
  '%s must fit in 32 bits',
  (name) => {
    for (const value of [-1, 2 ** 32, 1.5, Number.NaN]) {
      const make = () => dynamicKey({ ...base, ...late, version: 5, [name]: value })
      expect(make).toThrow(RangeError)
    }
    const text = { ...base, ...late, version: 3 as const, [name]: '1' as never }
    expect(() => dynamicKey(text)).toThrow(TypeError)
  },
)

test.each(['appId', 'certificate', 'channel'] as const)('%s must be a string', (name) => {
  const make = () => dynamicKey({ ...base, ...late, version: 4, [name]: 7 })
  expect(make).toThrow(TypeError)
})

test('half of a surrogate pair is refused, since it would be signed as another character', () => {
  expect(() => dynamicKey({ ...base, version: 1, channel: '\ud83d' })).toThrow(TypeError)
  const token = { appId, certificate, account: '\ud83d', expiredTs: 1 }
  expect(() => signalingToken(token)).toThrow(TypeError)
})

test('a value that the version does not have is refused, not ignored', () => {
  const make = (more: object) => () => dynamicKey({ ...base, ...late, ...more } as never)
  expect(() => dynamicKey({ ...base, ...late, version: 1 })).toThrow(TypeError)
  expect(make({ version: 3, service: 'media' })).toThrow(TypeError)
  expect(make({ version: 4, service: 'inChannelPermission', permission: '0' })).toThrow(TypeError)
  expect(make({ version: 5, permission: '0' })).toThrow(TypeError)
  expect(make({ version: 5, service: 'elsewhere' })).toThrow(TypeError)
  expect(make({ version: 6 })).toThrow(TypeError)
})

test('a value that the version needs is not guessed', () => {
  expect(() => dynamicKey({ ...base, version: 5, expiredTs: 0 })).toThrow(TypeError)
  expect(() => dynamicKey({ ...base, version: 2, uid: 0 })).toThrow(TypeError)
  const permissionless = { ...base, ...late, version: 5, service: 'inChannelPermission' } as const
  expect(() => dynamicKey(permissionless)).toThrow(TypeError)
})

test('a text longer than 65535 bytes is refused, where some libraries write its length modulo 65536', () => {
  const channel = 'c'.repeat(65_536)
  expect(() => dynamicKey({ ...base, ...late, version: 5, channel })).toThrow(RangeError)
})

test('a signaling token ends at a whole second', () => {
  const make = (expiredTs: never) => () =>
    signalingToken({ appId, certificate, account: 'a', expiredTs })
  for (const wrong of [-1, 0.5, Number.NaN, 2 ** 53])
    expect(make(wrong as never)).toThrow(RangeError)
  for (const wrong of ['1', null, undefined]) expect(make(wrong as never)).toThrow(TypeError)
})
