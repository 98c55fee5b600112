import { Continuity } from './continuity.ts'
import { type Arrival, type ChoiceParts, LayerChoice } from './layer-choice.ts'
import { Retransmissions } from './retransmission.ts'
import type { SenderReport } from './rtcp-read.ts'
import { writeSenderReport } from './rtcp-write.ts'
import { type RtpChange, type RtpHeader, withHeader } from './rtp.ts'
import type { Layer, PublishedStream } from './types.ts'

export interface ForwardParts extends ChoiceParts {
  /** the subscriber's number of a payload type of the publisher's, if it has one */
  readonly payloadType: (payloadType: number) => number | undefined
  readonly deliver: (packet: Buffer) => void
  readonly askAgain: (ssrc: number, sequences: readonly number[]) => void
}

const videoTicks = 90 // a millisecond

/**
 * What one subscriber gets of one kind of one publisher, always under the SSRC of the high layer.
 * Packets pass unchanged until the gateway itself made a gap: at a gate, or by changing the layer.
 */
export class Forward {
  readonly #parts: ForwardParts
  #choice: LayerChoice
  #numbers = new Continuity()
  #repeats = new Retransmissions()
  #wanted: Layer = 'high'
  #out: PublishedStream | undefined
  #last = { timestamp: 0, atMs: 0 }

  constructor(parts: ForwardParts) {
    this.#parts = parts
    this.#choice = new LayerChoice(parts)
  }

  /** SSRC of the outgoing flow: feedback about it is about this forward. undefined: nothing is published. */
  get ssrc(): number | undefined {
    return this.#flow()?.ssrc
  }

  media(arrival: Arrival): void {
    const { header, packet, atMs } = arrival
    const flow = this.#flow()
    const payloadType = this.#parts.payloadType(header.payloadType)
    if (!flow || payloadType === undefined) return
    const resumes = this.#choice.runs(header.ssrc) ? undefined : this.#resumeAt(header, atMs)
    const step = this.#choice.take(arrival)
    if (step === 'drop') return
    const to =
      step === 'splice'
        ? this.#numbers.splice(header, resumes ?? header.timestamp)
        : this.#numbers.follow(header)
    if (!to) return
    this.#last = { timestamp: to.timestamp, atMs }
    this.#parts.deliver(changed(packet, header, { ...to, ssrc: flow.ssrc, payloadType }))
  }

  /** @param of - SSRC of the stream whose packets are repeated */
  retransmission({ header, packet }: Arrival, of: number): void {
    const ssrc = this.#flow()?.rtx
    const payloadType = this.#parts.payloadType(header.payloadType)
    if (ssrc === undefined || payloadType === undefined || !this.#choice.runs(of)) return
    const repeat = this.#repeats.repeat({ header, packet, of }, this.#numbers)
    if (!repeat) return
    const { sequence, timestamp } = repeat
    const change = { sequence, timestamp, ssrc, payloadType }
    this.#parts.deliver(changed(repeat.packet, header, change))
  }

  report(report: SenderReport): void {
    const timestamp = this.#numbers.timestamp(report)
    if (!this.#out || timestamp === undefined || !this.#choice.runs(report.ssrc)) return
    this.#parts.deliver(writeSenderReport({ ...report, ssrc: this.#out.ssrc, timestamp }))
  }

  /** Packets were kept from the subscriber: go on without a gap in its numbers, video at a key frame. */
  interrupt(): void {
    this.#choice.interrupt()
    this.#repeats.interrupt()
  }

  choose(layer: Layer): void {
    this.#wanted = layer
    this.#choice.want(layer)
  }

  askKeyFrame(): void {
    this.#choice.askKeyFrame()
  }

  /** The subscriber misses packets: asks their sources, in the sources' numbers. */
  lost(sequences: readonly number[]): void {
    for (const [ssrc, missing] of this.#numbers.sources(sequences)) {
      this.#parts.askAgain(ssrc, missing)
    }
  }

  /** The high layer names the flow. When its SSRC changes, subscribers see another flow. */
  #flow(): PublishedStream | undefined {
    const { high, low } = this.#parts.layers()
    const named = high ?? this.#out ?? low
    if (this.#out && named?.ssrc !== this.#out.ssrc) {
      this.#numbers = new Continuity()
      this.#repeats = new Retransmissions()
      this.#choice = new LayerChoice(this.#parts)
      this.#choice.want(this.#wanted)
    }
    this.#out = named
    return named
  }

  /** A source that paused goes on in its own time; another one where the last one stopped. */
  #resumeAt(header: RtpHeader, atMs: number): number {
    const { timestamp, atMs: lastMs } = this.#last
    const own = this.#choice.is(header.ssrc) ? this.#numbers.timestamp(header) : undefined
    return own ?? (timestamp + Math.max(1, Math.round((atMs - lastMs) * videoTicks))) >>> 0
  }
}

function changed(packet: Buffer, header: RtpHeader, to: RtpChange): Buffer {
  const same =
    to.sequence === header.sequence &&
    to.timestamp === header.timestamp &&
    to.ssrc === header.ssrc &&
    to.payloadType === header.payloadType
  return same ? packet : withHeader(packet, to)
}
