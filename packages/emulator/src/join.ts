import type { Project } from './projects.ts'
import type { MemberEvent, Session } from './session/session.ts'

/** Who joins: an integer uid, where 0 lets the platform assign one, or a string account. */
export type Subject = { readonly uid: number } | { readonly account: string }

export type ClientRole = 'host' | 'audience'

/** "live" has hosts and audience; in "rtc" everyone is a host. */
export type Profile = 'live' | 'rtc'

/** One kind of stream, each with a privilege of its own. */
export type Kind = 'audio' | 'video' | 'data'

export interface JoinRequest {
  readonly appId: string
  readonly channel: string
  /** null, or the App ID itself = a join with the App ID alone */
  readonly token: string | null
  readonly subject: Subject
  /** the uid that an earlier answer assigned to this subject; absent = assign one */
  readonly assignedUid?: number | undefined
  readonly role: ClientRole
  readonly mode: Profile
  /** address of the client, for kicking rules */
  readonly ip?: string | undefined
}

/** What a key lets its holder do. All instants are Unix seconds; infinite = never ends. */
export interface Rights {
  readonly by: 'appId' | 'token' | 'channelKey'
  /** version of the token or key */
  readonly version?: string | undefined
  /** hex; names the token without giving it away */
  readonly signature?: string | undefined
  readonly signedBy?: 'primary' | 'secondary' | undefined
  /** from then on it admits nobody */
  readonly admitsUntil: number
  /** from then on its holder is put out */
  readonly staysUntil: number
  /** absent = may not be published under co-host authentication */
  readonly publishUntil: { readonly [kind in Kind]?: number }
}

export interface VerifiedJoin {
  readonly request: JoinRequest
  readonly project: Project
  readonly rights: Rights
}

/** Who is let in, as what. */
export interface Seat {
  readonly join: VerifiedJoin
  readonly uid: number
  readonly role: ClientRole
  /** host was wanted and is not granted */
  readonly roleRefused: boolean
  /** has the same uid, and must make room */
  readonly replaces?: Session | undefined
}

/** Tells a member's client what happens; called synchronously, must not throw. */
export type Sink = (event: MemberEvent) => void

export interface JoinSteps {
  /** steps 1 to 13: project, channel name, token */
  readonly verify: (request: JoinRequest, at: number) => VerifiedJoin
  /** steps 14 to 16: kicking rules, uid, role */
  readonly admit: (join: VerifiedJoin, at: number) => Seat
  readonly enter: (seat: Seat, at: number, sink: Sink) => Session
  /** Unix seconds */
  readonly now: () => number
}

export type Join = (request: JoinRequest, sink: Sink) => Session

/** The walk of a join, whole: prove the token, find a seat, begin a session. Each step throws a `Refusal` to refuse. */
export function joinChannel({ verify, admit, enter, now }: JoinSteps): Join {
  return (request, sink) => {
    const at = now() // one reading of the clock for each join
    return enter(admit(verify(request, at), at), at, sink)
  }
}
