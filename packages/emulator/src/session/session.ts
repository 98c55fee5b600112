import type { Channel } from '../channel/channel.ts'
import type { Wake } from '../clock.ts'
import type { ClientRole, Kind, Profile, Rights, Sink, Subject } from '../join.ts'

/** What a member may send at this moment. */
export type Gates = { readonly [kind in Kind]: boolean }

/** Why the others see someone go; the words are the SDK's. */
export type OfflineReason = 'Quit' | 'ServerTimeOut' | 'BecomeAudience'

/** Why a session ended. */
export type LeaveReason =
  | 'left'
  | 'timed out'
  | 'token expired'
  | 'App ID day over'
  | 'banned'
  | 'kicked'
  | 'replaced'
  | 'closed'

/** What a member's client is told. `from` is the member whom it is about. */
export type MemberEvent =
  | { readonly type: 'online'; readonly from: Session }
  | { readonly type: 'offline'; readonly from: Session; readonly reason: OfflineReason }
  | { readonly type: 'published'; readonly from: Session; readonly kind: Kind }
  | { readonly type: 'unpublished'; readonly from: Session; readonly kind: Kind }
  | { readonly type: 'muted'; readonly from: Session; readonly kind: Kind; readonly muted: boolean }
  | { readonly type: 'data'; readonly from: Session; readonly payload: Uint8Array }
  | { readonly type: 'token will expire' }
  | { readonly type: 'token did expire' }
  | { readonly type: 'banned'; readonly by: 'uid' | 'ip' | 'channel' }
  | { readonly type: 'replaced' }
  | { readonly type: 'role refused' }
  | { readonly type: 'gates'; readonly gates: Gates }
  | { readonly type: 'interrupted' }
  /** the emulator was reset or stops */
  | { readonly type: 'closed' }

/** Someone's time in a channel. Only the files of this folder change it. */
export interface Session {
  readonly channel: Channel
  /** integer by which the platform knows the member, also one with an account */
  readonly uid: number
  readonly subject: Subject
  readonly mode: Profile
  readonly ip: string | undefined
  /** Unix seconds */
  readonly joinedAt: number
  /** as shown last, at the join or a renewal; it goes into no event, and to nobody */
  token: string | null
  rights: Rights
  role: ClientRole
  state: 'connected' | 'interrupted' | 'ended'
  /** a host who was present when co-host authentication was switched on, until the next renewal */
  exempt: boolean
  /** the last end of the present token that was warned of, and when; Unix seconds */
  warned: { readonly of: number; readonly at: number } | undefined
  readonly published: Set<Kind>
  readonly muted: Set<Kind>
  gates: Gates
  sink: Sink
  wake: Wake | undefined
  /** since when the connection is lost, and what ends the wait for it */
  lost: { readonly at: number; readonly grace: Wake } | undefined
  /** called once, when the session has ended and everyone was told; whoever carries it lets go of it there */
  onEnd: ((reason: LeaveReason) => void) | undefined
}

/** The name by which the member joined: the account, or the uid. */
export function nameOf({ subject, uid }: Session): string | number {
  return 'account' in subject ? subject.account : uid
}
