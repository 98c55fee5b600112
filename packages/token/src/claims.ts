/** Everything a token asserts, as plain data. What `mint` takes and `inspect` gives back. */

/** Privilege name, or the decimal id of a privilege that has no name, → when it ends. */
export type Privileges<Name extends string> = { readonly [name in Name]?: number } & {
  readonly [id: number]: number
}

export type RtcPrivilege = 'joinChannel' | 'publishAudio' | 'publishVideo' | 'publishData'

/** Real-time audio and video. `uid` is the text in the token; `''` means any user, `'0'` the account "0". */
export interface RtcService {
  readonly type: 'rtc'
  readonly channel: string
  readonly uid: string
  readonly privileges: Privileges<RtcPrivilege>
}

/** Messaging (RTM 1.x and 2.x login). */
export interface RtmService {
  readonly type: 'rtm'
  readonly userId: string
  readonly privileges: Privileges<'login'>
}

export interface StreamingService {
  readonly type: 'streaming'
  readonly channel: string
  readonly uid: string
  readonly privileges: Privileges<'publishMixStream' | 'publishRawStream'>
}

export interface FpaService {
  readonly type: 'fpa'
  readonly privileges: Privileges<'login'>
}

/** Chat. An app token has `userId: ''` and the privilege `app`. */
export interface ChatService {
  readonly type: 'chat'
  readonly userId: string
  readonly privileges: Privileges<'user' | 'app'>
}

export interface FcdnService {
  readonly type: 'fcdn'
  readonly channel: string
  readonly uid: string
  readonly privileges: Privileges<'publish' | 'play'>
}

/** APaaS, also called Education. `role` is a signed 16-bit number; -1 means none. */
export interface ApaasService {
  readonly type: 'apaas'
  readonly roomUuid: string
  readonly userUuid: string
  readonly role: number
  readonly privileges: Privileges<'roomUser' | 'user' | 'app'>
}

export type Rtm2Resource =
  | 'messageChannels'
  | 'streamChannels'
  | 'groupChannels'
  | 'serverGroups'
  | 'users'

/** For one kind of resource: the names that may be read and written. Numbers stand for unnamed kinds. */
export type Rtm2Access = Privileges2<'read' | 'write', readonly string[]>
export type Rtm2Permissions = Privileges2<Rtm2Resource, Rtm2Access>
type Privileges2<Name extends string, Value> = { readonly [name in Name]?: Value } & {
  readonly [id: number]: Value
}

/** RTM with permissions per resource. */
export interface Rtm2Service {
  readonly type: 'rtm2'
  readonly userId: string
  readonly permissions: Rtm2Permissions
  readonly privileges: Privileges<'login'>
}

export interface ConvoAiService {
  readonly type: 'convoAi'
  readonly privileges: Privileges<never>
}

export interface SttService {
  readonly type: 'stt'
  readonly privileges: Privileges<never>
}

/**
 * A service this library does not know. Where it ends cannot be told, so everything after its
 * privileges, later services included, is kept as `rest` (hex). `mint` refuses it.
 */
export interface UnknownService {
  readonly type: number
  readonly privileges: { readonly [id: number]: number }
  readonly rest: string
}

export type KnownService =
  | RtcService
  | RtmService
  | StreamingService
  | FpaService
  | ChatService
  | FcdnService
  | ApaasService
  | Rtm2Service
  | ConvoAiService
  | SttService

export type Service = KnownService | UnknownService
export type ServiceType = KnownService['type']

/** AccessToken2. Privilege values are seconds after `issuedAt`; 0 = no end of its own. */
export interface Claims007 {
  readonly version: '007'
  /** 32 hexadecimal characters */
  readonly appId: string
  /** Unix time, seconds, unsigned 32-bit */
  readonly issuedAt: number
  /** Life of the whole token in seconds after `issuedAt`; the platform reads 0 as 24 h and caps at 24 h */
  readonly expiresInSeconds: number
  readonly services: readonly Service[]
  /** Only on the claims of a token whose bytes `mint` would write differently; `mint` refuses such claims */
  readonly canonical?: false
}

export type Privilege006 =
  | RtcPrivilege
  | 'publishAudioCdn'
  | 'publishVideoCdn'
  | 'requestPublishAudio'
  | 'requestPublishVideo'
  | 'requestPublishData'
  | 'invitePublishAudio'
  | 'invitePublishVideo'
  | 'invitePublishData'
  | 'administrateChannel'
  | 'rtmLogin'

/** AccessToken. Privilege values and `ts` are absolute Unix seconds. An RTM token has the user id in `channel`. */
export interface Claims006 {
  readonly version: '006'
  readonly appId: string
  readonly channel: string
  /** `''` = any user */
  readonly uid: string
  /** when the whole token ends: official builders write generation time + 86 400 */
  readonly ts: number
  readonly privileges: Privileges<Privilege006>
  readonly canonical?: false
}

/** What can be read from a 006 token: channel and uid stand in it only as CRC-32. */
export interface InspectedClaims006 {
  readonly version: '006'
  readonly appId: string
  readonly channelCrc: number
  readonly uidCrc: number
  readonly ts: number
  readonly privileges: Privileges<Privilege006>
  readonly canonical?: false
}

/** What `mint` takes. */
export type Claims = Claims007 | Claims006

/** What can be read from a Channel Key or a signaling token (see dynamic-key/). */
export interface DynamicKeyClaims {
  readonly version: '001' | '002' | '003' | '004' | '005'
  /** 005 carries it as lower-case hex of 16 bytes; `004` and older as written */
  readonly appId: string
  /** Unix seconds at which the key was made */
  readonly unixTs: number
  readonly randomInt: number
  /** 002 and 003 only; 004 and 005 sign it without carrying it */
  readonly uid?: number
  /** Unix seconds at which the member is put out; 0 = no limit. Absent in 001 */
  readonly expiredTs?: number
  /** 005 only, which carries the kind of service */
  readonly service?: DynamicKeyService
  /** 005 `inChannelPermission` only: the text of extra 1, `'0'` = no upload, `'3'` = audio and video */
  readonly permission?: string
}

export type DynamicKeyService = 'media' | 'recording' | 'publicSharing' | 'inChannelPermission'

export interface SignalingClaims {
  readonly version: 'signaling'
  readonly appId: string
  /** Unix seconds */
  readonly expiredTs: number
}

export type InspectedClaims = Claims007 | InspectedClaims006 | DynamicKeyClaims | SignalingClaims

/**
 * Bounds on what is read. Defaults are four to ten times the largest token the official builders make in
 * practice; an RTM2 token with a hundred or more names in its permissions may need wider ones.
 */
export interface Limits {
  /** characters of token text. Default 4096 */
  readonly maxTextBytes?: number
  /** bytes after inflating. Default 16384 */
  readonly maxInflatedBytes?: number
  /** services in one token. Default 16 */
  readonly maxServices?: number
  /** privileges in one service. Default 64 */
  readonly maxPrivileges?: number
}

/** Something a token or a request is allowed to do, but that its maker probably did not mean. */
export interface Warning {
  readonly code: WarningCode
  readonly message: string
}

export type WarningCode =
  | 'EXPIRY_ZERO'
  | 'EXPIRY_OVER_24H'
  | 'EXPIRY_LOOKS_LIKE_TIMESTAMP'
  | 'TOKEN_SHORTER_THAN_PRIVILEGE'
  | 'PUBLISH_OUTLIVES_JOIN'
  | 'WILDCARD_PUBLISHER'
  | 'UNBOUND_PUBLISHER'
  | 'SERVICE_UNKNOWN'
  | 'PRIVILEGE_UNKNOWN'
