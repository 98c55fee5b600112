import type { Claims006, Claims007, KnownService } from '@symbolon/token'
import fc from 'fast-check'

export const appId = '970CA35de60c44645bbae8a215061b33'
export const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
export const other = '5CFd2fd1755d40ecb72977518be15d3c'

const u32 = fc.nat({ max: 0xffffffff })
const text = fc.string({ unit: 'grapheme', maxLength: 40 })

/** Privileges with known names and with bare ids, in any order. */
function privileges(...names: string[]) {
  const key = fc.oneof(
    fc.constantFrom(...names, '777'),
    fc.integer({ min: 2000, max: 65535 }).map(String),
  )
  return fc.dictionary(names.length > 0 ? key : fc.constant('5'), u32, { maxKeys: 6 })
}

const names = fc.array(text, { maxLength: 3 })
const access = fc.record({ read: names, write: names }, { requiredKeys: [] })
const permissions = fc.record(
  { messageChannels: access, streamChannels: access, users: access, 9: access },
  { requiredKeys: [] },
)

const service = fc.oneof(
  fc.record({
    type: fc.constant('rtc'),
    channel: text,
    uid: text,
    privileges: privileges('joinChannel', 'publishAudio', 'publishVideo', 'publishData'),
  }),
  fc.record({ type: fc.constant('rtm'), userId: text, privileges: privileges('login') }),
  fc.record({
    type: fc.constant('streaming'),
    channel: text,
    uid: text,
    privileges: privileges('publishMixStream'),
  }),
  fc.record({ type: fc.constant('fpa'), privileges: privileges('login') }),
  fc.record({ type: fc.constant('chat'), userId: text, privileges: privileges('user', 'app') }),
  fc.record({
    type: fc.constant('fcdn'),
    channel: text,
    uid: text,
    privileges: privileges('publish', 'play'),
  }),
  fc.record({
    type: fc.constant('apaas'),
    roomUuid: text,
    userUuid: text,
    role: fc.integer({ min: -32768, max: 32767 }),
    privileges: privileges('roomUser', 'user', 'app'),
  }),
  fc.record({
    type: fc.constant('rtm2'),
    userId: text,
    permissions,
    privileges: privileges('login'),
  }),
  fc.record({ type: fc.constant('convoAi'), privileges: privileges() }),
  fc.record({ type: fc.constant('stt'), privileges: privileges() }),
) as unknown as fc.Arbitrary<KnownService>

const order = ['rtc', 'rtm', 'streaming', 'fpa', 'chat', 'fcdn', 'apaas', 'rtm2', 'convoAi', 'stt']

/** 007 claims with services in the order in which they stand in a token. */
export const claims007: fc.Arbitrary<Claims007> = fc.record({
  version: fc.constant('007' as const),
  appId: fc.constant(appId),
  issuedAt: u32,
  expiresInSeconds: u32,
  services: fc
    .array(service, { minLength: 1, maxLength: 6 })
    .map((services) => services.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type))),
})

export const claims006: fc.Arbitrary<Claims006> = fc.record({
  version: fc.constant('006' as const),
  appId: fc.constant(appId),
  channel: text,
  uid: text,
  ts: u32,
  privileges: privileges('joinChannel', 'publishAudio', 'administrateChannel', 'rtmLogin'),
}) as fc.Arbitrary<Claims006>

export const salts = u32
