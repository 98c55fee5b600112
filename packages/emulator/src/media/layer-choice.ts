import { startsKeyFrame } from './key-frame.ts'
import type { RtpHeader } from './rtp.ts'
import type { Layer, MediaKind, PublishedStream } from './types.ts'

/** One packet on its way: as it came, and when (milliseconds of a steady clock). */
export interface Arrival {
  readonly header: RtpHeader
  readonly packet: Buffer
  readonly atMs: number
}

export type Layers = Readonly<Partial<Record<Layer, PublishedStream>>>

export interface ChoiceParts {
  readonly kind: MediaKind
  readonly layers: () => Layers
  /** lower case name of a payload type of the publisher's */
  readonly codec: (payloadType: number) => string
  readonly askKeyFrame: (ssrc: number) => void
}

const askAgainMs = 1000
/** The picture of a codec whose key frames are not recognised must not stay frozen. */
const patienceMs = 3000

/**
 * Decides which packets of a publisher one subscriber gets. Another layer is taken up, and an
 * interrupted one resumed, at a key frame; until then the layer that runs goes on.
 */
export class LayerChoice {
  readonly #parts: ChoiceParts
  #wanted: Layer = 'high'
  #current: number | undefined
  #interrupted = false
  #waiting: { sinceMs: number; askedMs: number } | undefined

  constructor(parts: ChoiceParts) {
    this.#parts = parts
  }

  /** `splice`: pass it on, and number it after the last one that was. */
  take(arrival: Arrival): 'follow' | 'splice' | 'drop' {
    const { ssrc } = arrival.header
    this.#current ??= ssrc
    if (ssrc === this.#current && !this.#interrupted) return 'follow'
    if (ssrc !== this.#target() || !this.#beginsHere(arrival)) return 'drop'
    this.#current = ssrc
    this.#interrupted = false
    this.#waiting = undefined
    return 'splice'
  }

  want(layer: Layer): void {
    this.#wanted = layer
    this.#waiting = undefined
  }

  interrupt(): void {
    this.#interrupted = this.#current !== undefined
    this.#waiting = undefined
  }

  /** Whether this source is being passed on just now. */
  runs(ssrc: number): boolean {
    return ssrc === this.#current && !this.#interrupted
  }

  /** Whether this is the source of the last packets, interrupted or not. */
  is(ssrc: number): boolean {
    return ssrc === this.#current
  }

  /** The source whose key frame helps the subscriber most. */
  askKeyFrame(): void {
    const target = this.#target()
    if (target !== undefined) this.#parts.askKeyFrame(target)
  }

  #target(): number | undefined {
    const layers = this.#parts.layers()
    return (layers[this.#wanted] ?? layers.high ?? layers.low)?.ssrc
  }

  #beginsHere({ header, packet, atMs }: Arrival): boolean {
    if (this.#parts.kind === 'audio') return true
    const payload = packet.subarray(header.payloadAt, header.payloadEnd)
    if (startsKeyFrame(this.#parts.codec(header.payloadType), payload)) return true
    this.#waiting ??= { sinceMs: atMs, askedMs: atMs }
    if (atMs - this.#waiting.sinceMs >= patienceMs) return true
    if (atMs - this.#waiting.askedMs >= askAgainMs) {
      this.#waiting.askedMs = atMs
      this.#parts.askKeyFrame(header.ssrc)
    }
    return false
  }
}
