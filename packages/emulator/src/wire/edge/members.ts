import { randomBytes, randomInt } from 'node:crypto'
import { nameOf, type Session } from '../../session/session.ts'
import type { Present, Stream, StreamKind, Told } from './announce.ts'
import type { Line } from './line.ts'

/** Someone in a channel whose client is an SDK. */
export interface Member {
  readonly session: Session
  /** lets the client come back after a short loss, without its token */
  readonly rejoinToken: string
  /** names the member's association in the media plane */
  readonly mediaId: string
  /** the client's present socket; a closed one while the connection is lost */
  line: Line
  /** by kind, the large one of a dual stream */
  readonly streams: Map<StreamKind, Stream>
  /** what the client was told of the others, by their sessions */
  readonly told: Map<Session, { readonly told: Told; stale: boolean }>
}

/** A page tries for longer to come back, but not after so many others. */
const mostEnded = 10_000

/** All members that came through this gateway. */
export class Members {
  private readonly bySession = new Map<Session, Member>()
  private readonly byToken = new Map<string, Member>()
  private readonly byMediaId = new Map<string, Member>()
  private readonly inventedSsrcs = new WeakMap<Session, Record<StreamKind, number>>()
  /** of those whom a reset has put out, as their clients call their sessions */
  private readonly ended = new Set<string>()
  private count = 0

  add(session: Session, line: Line): Member {
    const member: Member = {
      session,
      rejoinToken: randomBytes(18).toString('base64url'),
      mediaId: `${++this.count}`,
      line,
      streams: new Map(),
      told: new Map(),
    }
    this.bySession.set(session, member)
    this.byToken.set(member.rejoinToken, member)
    this.byMediaId.set(member.mediaId, member)
    return member
  }

  remove(member: Member): void {
    this.bySession.delete(member.session)
    this.byToken.delete(member.rejoinToken)
    this.byMediaId.delete(member.mediaId)
  }

  /** Never lets this client's session come back. */
  end(clientSession: string): void {
    this.ended.delete(clientSession)
    this.ended.add(clientSession)
    if (this.ended.size > mostEnded) this.ended.delete(this.ended.values().next().value!)
  }

  isOver(clientSession: string): boolean {
    return this.ended.has(clientSession)
  }

  of(session: Session): Member | undefined {
    return this.bySession.get(session)
  }

  withToken(rejoinToken: string): Member | undefined {
    return this.byToken.get(rejoinToken)
  }

  withMediaId(id: string): Member | undefined {
    return this.byMediaId.get(id)
  }

  /** How someone's streams are now; virtual members have none that flow, and are announced all the same. */
  present(session: Session): Present {
    const { published, muted, uid } = session
    const streams: { [kind in StreamKind]?: Stream & { muted: boolean } } = {}
    for (const kind of published) {
      if (kind === 'data') continue
      streams[kind] = { ...this.streamOf(session, kind), muted: muted.has(kind) }
    }
    return { name: nameOf(session), uid, streams }
  }

  private streamOf(session: Session, kind: StreamKind): Stream {
    const member = this.of(session)
    const stream = member?.streams.get(kind)
    if (stream !== undefined) return stream
    let invented = this.inventedSsrcs.get(session)
    if (invented === undefined) {
      invented = { audio: newSsrc(), video: newSsrc() }
      this.inventedSsrcs.set(session, invented)
    }
    return { ssrc: invented[kind] }
  }
}

function newSsrc(): number {
  return randomInt(1, 2 ** 32 - 1)
}
