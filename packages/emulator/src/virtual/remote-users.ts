import type { Kind } from '../join.ts'
import { nameOf, type Session } from '../session/session.ts'
import type { RemoteUser } from './events.ts'

interface Seen {
  readonly streams: Set<Kind>
  readonly muted: Set<Kind>
}

/** Who else is in the channel, as far as a member was told. */
export class RemoteUsers {
  private readonly seen = new Map<Session, Seen>()

  /** @returns false when the user was known already: who is announced again after a reconnection is no news */
  add(from: Session): boolean {
    if (this.seen.has(from)) return false
    this.seen.set(from, { streams: new Set(), muted: new Set() })
    return true
  }

  remove(from: Session): boolean {
    return this.seen.delete(from)
  }

  /** Forgets who went while nobody could tell. @returns who they were */
  keepOnly(present: (from: Session) => boolean): readonly Session[] {
    const gone = [...this.seen.keys()].filter((from) => !present(from))
    for (const from of gone) this.seen.delete(from)
    return gone
  }

  /** Notes that a stream can be had or not. @returns false when that was known */
  stream(from: Session, kind: Kind, change: { readonly on?: boolean; readonly muted?: boolean }) {
    const seen = this.seen.get(from)
    if (seen === undefined) return false
    const before = isHeard(seen, kind)
    if (change.on !== undefined) toggle(seen.streams, kind, change.on)
    if (change.muted !== undefined) toggle(seen.muted, kind, change.muted)
    if (change.on === false) seen.muted.delete(kind)
    return isHeard(seen, kind) !== before
  }

  user(from: Session): RemoteUser {
    const seen = this.seen.get(from)
    const has = (kind: Kind) => seen !== undefined && isHeard(seen, kind)
    return { uid: nameOf(from), hasAudio: has('audio'), hasVideo: has('video') }
  }

  list(): readonly RemoteUser[] {
    return [...this.seen.keys()].map((from) => this.user(from))
  }
}

function isHeard({ streams, muted }: Seen, kind: Kind): boolean {
  return streams.has(kind) && !muted.has(kind)
}

function toggle(set: Set<Kind>, kind: Kind, on: boolean): void {
  if (on) set.add(kind)
  else set.delete(kind)
}
