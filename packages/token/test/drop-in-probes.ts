import official from '../../../vectors/agora-vectors.json' with { type: 'json' }

/** One call with one odd argument. */
export interface Probe {
  readonly version: '006' | '007'
  readonly builder: string
  readonly name: string
  /** the odd argument: its name in npm's types, and its value */
  readonly argument: string
  readonly value: unknown
  readonly parameters: readonly unknown[]
}

const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const half = '\ud83d'

/** The recorded calls of the official Node functions that make a token: all but one of the 94. */
export const officialProbes: readonly Probe[] = official.apiProbesNode.flatMap((probe) => {
  const parts = /^(v1 )?(\w+?)2?\.(\w+) (\w+)=/.exec(probe.name)
  if (!parts) return []
  const [, old, builder, name, argument] = parts as unknown as [
    string,
    string?,
    string?,
    string?,
    string?,
  ]
  const infinite = /Received Infinity/.test(probe.error ?? '')
  const parameters = probe.args.map((text) =>
    infinite && text === 'null' ? Infinity : parse(text),
  )
  const value = parameters[orderOf(old ? '006' : '007', builder!, name!).indexOf(argument!)]
  return [{ version: old ? '006' : '007', builder, name, argument, value, parameters } as Probe]
})

/** Calls of our own, for the arguments that the recorded ones leave out. */
export const moreProbes: readonly Probe[] = [
  ...probes('007', 'RtcTokenBuilder', 'buildTokenWithUid', {
    appCertificate: [Buffer.from(certificate)],
    channel: [half],
    uid: [false],
    role: ['', false, {}],
    tokenExpire: ['', true, [600]],
    privilegeExpire: ['', true, {}],
  }),
  ...probes('007', 'RtcTokenBuilder', 'buildTokenWithUserAccount', {
    account: [undefined, null, half],
  }),
  ...probes('007', 'RtcTokenBuilder', 'buildTokenWithUidAndPrivilege', {
    uid: [undefined],
    pubAudioPrivilegeExpire: [undefined, null, Number.NaN],
  }),
  ...probes('007', 'RtcTokenBuilder', 'buildTokenWithRtm', { account: [undefined, null, -1] }),
  ...probes('007', 'RtcTokenBuilder', 'buildTokenWithRtm2', {
    rtcAccount: [undefined],
    rtmUserId: [undefined, 7],
    rtmTokenExpire: [undefined],
  }),
  ...probes('007', 'ConvoAITokenBuilder', 'buildToken', {
    rtcAccount: [undefined],
    rtmUserId: [7],
  }),
  ...probes('007', 'SttTokenBuilder', 'buildToken', { rtcAccount: [undefined], rtmUserId: [7] }),
  ...probes('007', 'RtmTokenBuilder', 'buildToken', { expire: [undefined] }),
  ...probes('007', 'RtmTokenBuilder', 'buildTokenWithPermissions', {
    userId: [-1],
    permissions: [null, {}],
  }),
  ...probes('007', 'ChatTokenBuilder', 'buildUserToken', {
    userUuid: [null, 0],
    expire: [undefined],
  }),
  ...probes('007', 'ChatTokenBuilder', 'buildAppToken', { expire: [undefined] }),
  ...probes('007', 'ApaasTokenBuilder', 'buildRoomUserToken', {
    roomUuid: [undefined, null],
    userUuid: [0],
    role: [null, Number.NaN, 'host', ''],
  }),
  ...probes('007', 'ApaasTokenBuilder', 'buildUserToken', { userUuid: [undefined, 123, 0] }),
  ...probes('006', 'RtcTokenBuilder', 'buildTokenWithUid', {
    appID: ['', 'abc', undefined],
    appCertificate: ['abc'],
    channel: [half],
    uid: [-1, 1.5, 4294967296, 7n, {}],
    role: ['', false, {}],
    expire: [null, '', true, -1],
  }),
  ...probes('006', 'RtcTokenBuilder', 'buildTokenWithAccount', { account: [undefined, null] }),
  ...probes('006', 'RtmTokenBuilder', 'buildToken', {
    account: [123, 0, undefined],
    expire: [undefined],
  }),
]

/** Sound parameters by the names npm gives them (the recorded probes shorten three of these). */
function sound(version: string, builder: string, name: string): Record<string, unknown> {
  const ids =
    version === '006'
      ? { appID: appId, appCertificate: certificate }
      : { appId, appCertificate: certificate }
  if (version === '006') {
    if (builder === 'RtmTokenBuilder') return { ...ids, account: 'u', role: 1, expire: 600 }
    const user = name === 'buildTokenWithUid' ? { uid: 1 } : { account: 'u' }
    return { ...ids, channel: 'c', ...user, role: 1, expire: 600 }
  }
  const user = name.includes('Uid') ? { uid: 1 } : { account: 'u' }
  const ends = {
    joinChannelPrivilegeExpire: 1,
    pubAudioPrivilegeExpire: 2,
    pubVideoPrivilegeExpire: 3,
    pubDataStreamPrivilegeExpire: 4,
  }
  const rtc = { ...ids, channel: 'c', rtcAccount: '1', rtcRole: 1, rtcTokenExpire: 600, ...ends }
  if (name === 'buildTokenWithRtm2' || /^(ConvoAI|Stt)/.test(builder)) {
    return { ...rtc, rtmUserId: 'u', rtmTokenExpire: 5 }
  }
  if (name.endsWith('AndPrivilege'))
    return { ...ids, channel: 'c', ...user, tokenExpire: 600, ...ends }
  if (builder === 'RtcTokenBuilder') {
    return { ...ids, channel: 'c', ...user, role: 1, tokenExpire: 600, privilegeExpire: 600 }
  }
  if (name === 'buildAppToken') return { ...ids, expire: 600 }
  if (name === 'buildTokenWithPermissions') {
    return { ...ids, userId: 'u', permissions: { details: {} }, expire: 600 }
  }
  if (name === 'buildRoomUserToken')
    return { ...ids, roomUuid: 'r', userUuid: 'u', role: 1, expire: 600 }
  return { ...ids, [builder === 'RtmTokenBuilder' ? 'userId' : 'userUuid']: 'u', expire: 600 }
}

function orderOf(version: string, builder: string, name: string): string[] {
  return Object.keys(sound(version, builder, name))
}

function probes(
  version: '006' | '007',
  builder: string,
  ...[name, values]: [string, Record<string, unknown[]>]
): Probe[] {
  return Object.entries(values).flatMap(([argument, odd]) =>
    odd.map((value) => {
      const parameters = Object.values({ ...sound(version, builder, name), [argument]: value })
      return { version, builder, name, argument, value, parameters }
    }),
  )
}

/** The arguments are recorded as source text. */
function parse(text: string): unknown {
  if (text === 'undefined') return undefined
  if (text === 'NaN') return Number.NaN
  if (/^\d+n$/.test(text)) return BigInt(text.slice(0, -1))
  const buffer = /^Buffer\((\w*)\)$/.exec(text)
  return buffer ? Buffer.from(buffer[1]!, 'hex') : JSON.parse(text)
}
