import { inspect, mint, type RtcService, rtcClaims } from '@symbolon/token'
import { expect, test } from 'vitest'
import { appId, certificate } from './arbitrary.ts'

const base = { version: '007', appId, issuedAt: 1_800_000_000, expiresInSeconds: 3600 } as const

function warnings(service: Partial<RtcService>, change: object = {}): string[] {
  const services = [
    { type: 'rtc', channel: 'c', uid: '7', privileges: {}, ...service } as RtcService,
  ]
  const token = mint({ ...base, services, ...change }, certificate)
  return inspect(token).warnings.map(({ code }) => code)
}

test('a token that is as it should be carries none', () => {
  expect(warnings({ privileges: { joinChannel: 3600, publishAudio: 3600 } })).toEqual([])
  expect(warnings({ privileges: { joinChannel: 0, publishAudio: 0 } })).toEqual([])
})

test.each([
  ['EXPIRY_ZERO', {}, { expiresInSeconds: 0 }],
  ['EXPIRY_OVER_24H', {}, { expiresInSeconds: 86_401 }],
  ['TOKEN_SHORTER_THAN_PRIVILEGE', { privileges: { joinChannel: 3601 } }, {}],
  ['PUBLISH_OUTLIVES_JOIN', { privileges: { joinChannel: 60, publishVideo: 61 } }, {}],
  ['PUBLISH_OUTLIVES_JOIN', { privileges: { joinChannel: 60, publishVideo: 0 } }, {}],
  ['WILDCARD_PUBLISHER', { channel: 'room-*', privileges: { publishAudio: 60 } }, {}],
  ['WILDCARD_PUBLISHER', { channel: '', privileges: { publishAudio: 60 } }, {}],
  ['WILDCARD_PUBLISHER', { uid: '*', privileges: { publishAudio: 60 } }, {}],
  ['UNBOUND_PUBLISHER', { uid: '', privileges: { publishAudio: 60 } }, {}],
  ['PRIVILEGE_UNKNOWN', { privileges: { 99: 60 } }, {}],
])('%s', (code, service, change) => {
  expect(warnings(service as Partial<RtcService>, change)).toEqual([code])
})

test('a timestamp where seconds are meant is told apart from a long life', () => {
  expect(warnings({}, { expiresInSeconds: 1_800_003_600 })).toEqual([
    'EXPIRY_OVER_24H',
    'EXPIRY_LOOKS_LIKE_TIMESTAMP',
  ])
})

test('006: seconds where an instant is meant, and a publisher who may be anybody', () => {
  const { claims } = rtcClaims({
    appId,
    version: '006',
    channel: 'c',
    uid: 0,
    issuedAt: 1_800_000_000,
  })
  expect(inspect(mint(claims, certificate)).warnings.map(({ code }) => code)).toEqual([
    'UNBOUND_PUBLISHER',
  ])
  const relative = { ...claims, privileges: { joinChannel: 3600 } } as typeof claims
  expect(inspect(mint(relative, certificate)).warnings.map(({ code }) => code)).toEqual([
    'EXPIRY_LOOKS_LIKE_TIMESTAMP',
  ])
})
