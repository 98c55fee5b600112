import type { Claims, Claims006, Claims007, Service } from '@symbolon/token'
import type { Inputs, TokenApi, Vector } from './types.ts'

/** What the official function of a 006 or 007 vector asserts, as claims. Privileges by number, as recorded. */
export function claimsOf(vector: Vector, api: TokenApi): Claims {
  if (vector.format === 'AccessToken006') return claims006(vector)
  const inputs = vector.inputs ?? {}
  const claims: Claims007 = {
    version: '007',
    appId: inputs.appId,
    issuedAt: vector.issueTs ?? 0,
    expiresInSeconds: lifeOf(inputs),
    services: servicesOf(vector, api),
  }
  return claims
}

function claims006({ inputs, op, ts = 0 }: Vector): Claims006 {
  const {
    appId,
    channelName,
    account,
    uid,
    privileges,
    role,
    privilegeExpiredTs: end,
  } = inputs ?? {}
  const common = { version: '006', appId, ts } as const
  if (op === 'rtm1') return { ...common, channel: account, uid: '', privileges: { 1000: end } }
  const granted = privileges ?? idsOf006(role).map((id) => [id, end])
  return { ...common, channel: channelName, uid: uidText(account ?? uid), privileges: map(granted) }
}

/** Attendee 0, publisher 1 and admin 101 may publish; a subscriber and anything unknown may only join. */
function idsOf006(role: number): number[] {
  return [0, 1, 101].includes(role) ? [1, 2, 3, 4] : [1]
}

/** In 007 only the publisher, role 1, may publish. */
function idsOf007(role: number): number[] {
  return role === 1 ? [1, 2, 3, 4] : [1]
}

function lifeOf({ expire, tokenExpire, rtcTokenExpire }: Inputs): number {
  return expire ?? tokenExpire ?? rtcTokenExpire ?? 86_400 // FPA's builder takes no life
}

function servicesOf({ op = 'at2.build', inputs }: Vector, api: TokenApi): Service[] {
  const build = builders[op]
  if (build === undefined) throw new Error(`no builder known for ${op}`)
  return build(inputs ?? {}, api).map((service) => ({ ...service }) as Service)
}

type Builder = (inputs: Inputs, api: TokenApi) => Inputs[]

const rtc: Builder = (i) => [rtcService(i, pairs(idsOf007(i.role), i.privilegeExpire))]
const rtcWithEach: Builder = (i) => [rtcService(i, eachPrivilege(i))]
const rtcAndRtm: Builder = (i) => [
  rtcService(
    { ...i, account: i.rtcAccount },
    eachPrivilege(i).slice(0, idsOf007(i.rtcRole).length),
  ),
  { type: 'rtm', userId: i.rtmUserId, privileges: { 1: i.rtmTokenExpire } },
]
const apaasUser: Builder = ({ userUuid, expire }) => [apaas({ userUuid }, { 2: expire })]
const apaasApp: Builder = ({ expire }) => [apaas({}, { 3: expire })]
/** As npm writes it: without the APaaS privilege that nine other languages add. */
const apaasRoomUser: Builder = ({ roomUuid, userUuid, role, expire }, api) => [
  { type: 'rtm', userId: userUuid, privileges: { 1: expire } },
  { type: 'chat', userId: api.md5Hex(userUuid), privileges: { 1: expire } },
  apaas({ roomUuid, userUuid, role }, {}),
]

/** The official functions, by the vectors' `op`. */
const builders: Record<string, Builder> = {
  'rtc2.uid': rtc,
  'rtc2.account': rtc,
  'rtc2.uidPriv': rtcWithEach,
  'rtc2.accountPriv': rtcWithEach,
  'rtc2.rtm': (i, api) => [
    ...rtc(i, api),
    { type: 'rtm', userId: i.account, privileges: { 1: i.tokenExpire } },
  ],
  'rtc2.rtm2': rtcAndRtm,
  convoai: (i, api) => [...rtcAndRtm(i, api), { type: 'convoAi', privileges: {} }],
  stt: (i, api) => [...rtcAndRtm(i, api), { type: 'stt', privileges: {} }],
  'rtm2.token': ({ userId, expire }) => [{ type: 'rtm', userId, privileges: { 1: expire } }],
  'rtm2.perm': ({ userId, permissions, expire }) => [
    { type: 'rtm2', userId, permissions: permissionMap(permissions), privileges: { 1: expire } },
  ],
  'chat.user': ({ userUuid, expire }) => [
    { type: 'chat', userId: userUuid, privileges: { 1: expire } },
  ],
  'chat.app': ({ expire }) => [{ type: 'chat', userId: '', privileges: { 2: expire } }],
  fpa: () => [{ type: 'fpa', privileges: { 1: 0 } }],
  'edu.roomUser': apaasRoomUser,
  'edu.user': apaasUser,
  'edu.app': apaasApp,
  'apaas.roomUser': apaasRoomUser,
  'apaas.user': apaasUser,
  'apaas.app': apaasApp,
  'at2.build': ({ services }) => services.map(lowLevel),
}

function lowLevel(recorded: Inputs): Inputs {
  const { service: type, channelName: channel, account, userId, permissions } = recorded
  const privileges = map(recorded.privileges)
  if (type === 'apaas') return apaas(recorded, privileges)
  if (type === 'rtm2') return { type, userId, permissions: permissionMap(permissions), privileges }
  if (type === 'rtm' || type === 'chat') return { type, userId, privileges }
  if (type === 'fpa' || type === 'stt') return { type, privileges }
  if (type === 'convoai') return { type: 'convoAi', privileges }
  return { type, channel, uid: uidText(account), privileges }
}

function rtcService({ channelName, uid, account }: Inputs, privileges: [number, number][]): Inputs {
  return {
    type: 'rtc',
    channel: channelName,
    uid: uidText(account ?? uid),
    privileges: map(privileges),
  }
}

/** npm writes a role of 0 as "none". */
function apaas({ roomUuid = '', userUuid = '', role }: Inputs, privileges: Inputs): Inputs {
  return { type: 'apaas', roomUuid, userUuid, role: role || -1, privileges }
}

function eachPrivilege(i: Inputs): [number, number][] {
  const { joinChannelPrivilegeExpire: join, pubAudioPrivilegeExpire: audio } = i
  const { pubVideoPrivilegeExpire: video, pubDataStreamPrivilegeExpire: data } = i
  return [
    [1, join],
    [2, audio],
    [3, video],
    [4, data],
  ]
}

type Recorded = { resourceType: number; permissionType: number; resources: string[] }

function permissionMap(recorded: Recorded[]): Record<number, Record<number, string[]>> {
  const permissions: Record<number, Record<number, string[]>> = {}
  for (const { resourceType, permissionType, resources } of recorded) {
    permissions[resourceType] ??= {}
    permissions[resourceType][permissionType] = resources
  }
  return permissions
}

function pairs(ids: number[], end: number): [number, number][] {
  return ids.map((id) => [id, end])
}

/** The last of equal ids wins, as in the official maps. */
function map(recorded: [number, number][]): Record<number, number> {
  return Object.fromEntries(recorded)
}

/** A number 0 means any user and is written as no text; the account "0" stays. */
function uidText(uid: number | string): string {
  return uid === 0 ? '' : String(uid)
}
