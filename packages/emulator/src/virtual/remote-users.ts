import type { Kind } from '../join.ts'
import { kinds } from '../session/gates.ts'
import { type MemberEvent, nameOf, type OfflineReason, type Session } from '../session/session.ts'
import type { RemoteUser, Say } from './events.ts'

interface Seen {
  readonly streams: Set<Kind>
  readonly muted: Set<Kind>
}

/** What is about somebody else. */
type Announcement = Extract<
  MemberEvent,
  { readonly type: 'online' | 'offline' | 'published' | 'unpublished' | 'muted' }
>

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
        this.seen.set(from, { streams: new Set(), muted: new Set() })
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

  private change(event: Exclude<Announcement, { type: 'online' | 'offline' }>, say: Say): void {
    const { from, kind, type } = event
    const seen = this.seen.get(from)
    if (seen === undefined) return
    const before = isHeard(seen, kind)
    if (type === 'muted') toggle(seen.muted, kind, event.muted)
    else {
      toggle(seen.streams, kind, type === 'published')
      if (type === 'unpublished') seen.muted.delete(kind)
    }
    const heard = isHeard(seen, kind)
    if (heard !== before) say(heard ? 'user-published' : 'user-unpublished', this.user(from), kind)
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

function isHeard({ streams, muted }: Seen, kind: Kind): boolean {
  return streams.has(kind) && !muted.has(kind)
}

function toggle(set: Set<Kind>, kind: Kind, on: boolean): void {
  if (on) set.add(kind)
  else set.delete(kind)
}
