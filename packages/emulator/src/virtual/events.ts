import type { Kind } from '../join.ts'
import type { Gates, OfflineReason } from '../session/session.ts'

/** As the Web SDK names them. */
export type ConnectionState = 'DISCONNECTED' | 'CONNECTED' | 'RECONNECTING'

/** Why a member is DISCONNECTED, as the Web SDK names it. */
export type DisconnectedReason =
  | 'LEAVE'
  | 'TOKEN_EXPIRE'
  | 'UID_BANNED'
  | 'IP_BANNED'
  | 'CHANNEL_BANNED'

/** Someone else in the channel, as seen by a member. */
export interface RemoteUser {
  readonly uid: number | string
  readonly hasAudio: boolean
  readonly hasVideo: boolean
}

/** What a virtual member is told. Names and arguments are those of the Web SDK's client; the last two are the emulator's own. */
export interface MemberEvents {
  'connection-state-change': [
    current: ConnectionState,
    previous: ConnectionState,
    reason?: DisconnectedReason,
  ]
  'token-privilege-will-expire': []
  'token-privilege-did-expire': []
  'user-joined': [user: RemoteUser]
  'user-left': [user: RemoteUser, reason: OfflineReason]
  'user-published': [user: RemoteUser, kind: Kind]
  'user-unpublished': [user: RemoteUser, kind: Kind]
  'stream-message': [uid: number | string, payload: Uint8Array]
  /** host was asked for at the join, and is not granted */
  'role-refused': []
  /** what this member may send has changed */
  'gates-changed': [gates: Gates]
}

/** Tells a member's listeners. */
export type Say = <Name extends keyof MemberEvents>(
  name: Name,
  ...values: MemberEvents[Name]
) => void
