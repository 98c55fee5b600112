import type { Kind } from '../join.ts'
import { kinds } from '../session/gates.ts'
import { type MemberEvent, nameOf, type OfflineReason, type Session } from '../session/session.ts'
import type { RemoteUser, Say } from './events.ts'

/** Which kinds somebody sends, and which of them are muted: three bits each. A number, as a channel has n² of them. */
type Seen = number

/** What is about somebody else. */
type Announcement = Extract<
  MemberEvent,
  { readonly type: 'online' | 'offline' | 'published' | 'unpublished' | 'muted' }
>

/** What is about a stream of theirs. */
type Change = Exclude<Announcement, { readonly type: 'online' | 'offline' }>

/** Who else is in the channel, as far as a member was told. */
export class RemoteUsers {
  private readonly seen = new Map<Session, Seen>()

  list(): readonly RemoteUser[] {
    return [...this.seen.keys()].map((from) => this.user(from))
  }

  /** Takes an announcement in, and says what is new in it. */
  note(event: Announcement, say: Say): void {
    const { from } = event
    switch (event.type) {
      case 'online':
        if (this.seen.has(from)) return // who is announced again after a reconnection is no news
        this.seen.set(from, 0)
        say('user-joined', this.user(from))
        return
      case 'offline':
        this.drop(from, event.reason, say)
        return
      default:
        this.change(event, say)
    }
  }

  /** Everyone present was announced anew: says how that differs from what was `known` before. */
  tellDifference(known: RemoteUsers, say: Say): void {
    for (const from of [...known.seen.keys()]) {
      if (!this.seen.has(from)) known.drop(from, 'Quit', say)
    }
    for (const from of this.seen.keys()) {
      if (!known.seen.has(from)) say('user-joined', this.user(from))
      for (const kind of kinds) {
        const heard = this.hears(from, kind)
        if (heard === known.hears(from, kind)) continue
        say(heard ? 'user-published' : 'user-unpublished', this.user(from), kind)
      }
    }
  }

  /** As the Web SDK does it: first the streams go, then who sent them. */
  private drop(from: Session, reason: OfflineReason, say: Say): void {
    if (!this.seen.has(from)) return
    for (const kind of kinds) this.change({ type: 'unpublished', from, kind }, say)
    const user = this.user(from)
    this.seen.delete(from)
    say('user-left', user, reason)
  }

  private change(event: Change, say: Say): void {
    const { from, kind } = event
    const seen = this.seen.get(from)
    if (seen === undefined) return
    const next = after(seen, event)
    this.seen.set(from, next)
    const heard = isHeard(next, kind)
    if (heard === isHeard(seen, kind)) return
    say(heard ? 'user-published' : 'user-unpublished', this.user(from), kind)
  }

  private hears(from: Session, kind: Kind): boolean {
    const seen = this.seen.get(from)
    return seen !== undefined && isHeard(seen, kind)
  }

  private user(from: Session): RemoteUser {
    const [hasAudio, hasVideo] = [this.hears(from, 'audio'), this.hears(from, 'video')]
    return { uid: nameOf(from), hasAudio, hasVideo }
  }
}

const sent: { readonly [kind in Kind]: number } = { audio: 1, video: 2, data: 4 }
const muted: { readonly [kind in Kind]: number } = { audio: 8, video: 16, data: 32 }

function isHeard(seen: Seen, kind: Kind): boolean {
  return (seen & (sent[kind] | muted[kind])) === sent[kind]
}

function after(seen: Seen, event: Change): Seen {
  const { kind } = event
  switch (event.type) {
    case 'muted':
      return event.muted ? seen | muted[kind] : seen & ~muted[kind]
    case 'published':
      return seen | sent[kind]
    case 'unpublished':
      return seen & ~(sent[kind] | muted[kind])
  }
}
