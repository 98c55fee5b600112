import type { Association } from './association.ts'
import type { PayloadNames } from './codecs.ts'
import { Published } from './published.ts'
import { isRtcp } from './rtp.ts'
import type { Subscription } from './subscription.ts'
import type { AssociationState, AssociationStats, MediaKind } from './types.ts'

/** What a publisher may send of one kind. */
interface Gate {
  open: boolean
  /** packets were dropped since it closed */
  dropped: boolean
}

export type Gates = Readonly<Record<MediaKind, Gate>>

export function openGates(): Gates {
  return { audio: { open: true, dropped: false }, video: { open: true, dropped: false } }
}

interface MemberParts {
  readonly id: string
  readonly names: PayloadNames
  readonly gates: Gates
}

/** The library hands an RTCP packet over once for each SSRC in it, one right after the other. */
const handedOverWithinMs = 5

/** One client of the media plane: its association, what it publishes, what it subscribes to. */
export class Member {
  readonly id: string
  readonly names: PayloadNames
  readonly gates: Gates
  readonly published = new Published()
  readonly subscriptions = new Set<Subscription>()
  readonly received = { audio: 0, video: 0 }
  readonly gated = { audio: 0, video: 0 }
  readonly #sent = { audio: 0, video: 0 }
  readonly #letIn = new Set<number>()
  #packetsIn = 0
  #packetsOut = 0
  #association: Association | undefined
  #describing: NodeJS.Immediate | undefined
  #lastRtcp: { packet: Buffer; atMs: number } | undefined
  state: AssociationState = 'connecting'

  constructor({ id, names, gates }: MemberParts) {
    this.id = id
    this.names = names
    this.gates = gates
  }

  attach(association: Association): void {
    this.#association = association
  }

  /** Counts what comes in. @returns false for an RTCP packet that was handed over a moment ago */
  takes(packet: Buffer, atMs: number): boolean {
    if (isRtcp(packet)) {
      const last = this.#lastRtcp
      if (last && atMs - last.atMs < handedOverWithinMs && packet.equals(last.packet)) return false
      this.#lastRtcp = { packet, atMs }
    }
    this.#packetsIn++
    return true
  }

  send(kind: MediaKind, packet: Buffer): void {
    if (!this.#association?.send(kind, packet)) return
    this.#packetsOut++
    if (!isRtcp(packet)) this.#sent[kind]++
  }

  /** What is published or subscribed has changed: packets and feedback of new SSRCs must get in. */
  describe(): void {
    this.#describing ??= setImmediate(() => {
      this.#describing = undefined
      if (!this.#association) return // once it is there, all is described
      const ssrcs = { audio: this.#wanted('audio'), video: this.#wanted('video') }
      const news = [...ssrcs.audio, ...ssrcs.video].filter((ssrc) => !this.#letIn.has(ssrc))
      for (const ssrc of news) this.#letIn.add(ssrc)
      if (news.length > 0) this.#association.letIn(ssrcs)
    })
  }

  #wanted(kind: MediaKind): number[] {
    const feedback = [...this.subscriptions].map((one) => one.kind === kind && one.forward.ssrc)
    const ssrcs = feedback.filter((ssrc) => typeof ssrc === 'number')
    return [...new Set([...this.published.ssrcs(kind), ...ssrcs])]
  }

  stats(): AssociationStats {
    const kind = (name: MediaKind) => ({
      received: this.received[name],
      gated: this.gated[name],
      sent: this.#sent[name],
    })
    return {
      id: this.id,
      state: this.state,
      packetsIn: this.#packetsIn,
      packetsOut: this.#packetsOut,
      audio: kind('audio'),
      video: kind('video'),
    }
  }

  close(): void {
    clearImmediate(this.#describing)
    this.#association?.close()
    this.#association = undefined
  }
}
