import { unwrapSequence } from './rtp.ts'

/** A place in one flow of RTP packets. */
export interface Place {
  readonly ssrc: number
  /** 16 bits */
  readonly sequence: number
  /** 32 bits */
  readonly timestamp: number
}

export type Numbers = Omit<Place, 'ssrc'>

/** A stretch of one source that was passed on with one shift. Sequence numbers here do not wrap. */
interface Segment {
  readonly ssrc: number
  readonly first: number
  readonly shift: number
  readonly timeShift: number
  highest: number
}

const segmentsKept = 8

/**
 * Keeps one outgoing flow without gaps although its source pauses or changes. Until the first splice
 * numbers pass unchanged. Remembers the last segments, so that losses a receiver reports can be told
 * to the source in the source's own numbers.
 */
export class Continuity {
  readonly #segments: Segment[] = [] // the newest first
  #lastOut: number | undefined

  /** Where this packet of the current source goes. undefined: it is older than the splice, or of another source. */
  follow({ ssrc, sequence, timestamp }: Place): Numbers | undefined {
    // nothing bounds the first segment: a packet that was overtaken still belongs to it
    this.#segments[0] ??= { ssrc, first: -Infinity, highest: sequence, shift: 0, timeShift: 0 }
    const segment = this.#segments[0]
    const at = unwrapSequence(sequence, segment.highest)
    if (segment.ssrc !== ssrc || at < segment.first) return undefined
    segment.highest = Math.max(segment.highest, at)
    this.#lastOut = segment.highest + segment.shift
    return shifted(segment, at, timestamp)
  }

  /** The next outgoing packet is this one, of a source that is new or back. @param outgoing - its timestamp from now on */
  splice({ ssrc, sequence, timestamp }: Place, outgoing: number): Numbers {
    const shift = this.#lastOut === undefined ? 0 : this.#lastOut + 1 - sequence
    const timeShift = (outgoing - timestamp) | 0
    const segment = { ssrc, first: sequence, highest: sequence, shift, timeShift }
    this.#segments.unshift(segment)
    if (this.#segments.length > segmentsKept) this.#segments.pop()
    this.#lastOut = sequence + shift
    return shifted(segment, sequence, timestamp)
  }

  /** Where an earlier packet of a source went. undefined: it was not passed on. */
  find({ ssrc, sequence, timestamp }: Place): Numbers | undefined {
    for (const segment of this.#segments) {
      if (segment.ssrc !== ssrc) continue
      const at = unwrapSequence(sequence, segment.highest)
      const last = segment === this.#segments[0] ? Infinity : segment.highest
      if (at >= segment.first && at <= last) return shifted(segment, at, timestamp)
    }
    return undefined
  }

  /** The outgoing timestamp of a source's, by the newest segment of that source. */
  timestamp({ ssrc, timestamp }: Omit<Place, 'sequence'>): number | undefined {
    const segment = this.#segments.find((one) => one.ssrc === ssrc)
    return segment && (timestamp + segment.timeShift) >>> 0
  }

  /** Outgoing sequence numbers as those of their sources, by SSRC. Those never sent, or forgotten, are left out. */
  sources(sequences: readonly number[]): ReadonlyMap<number, readonly number[]> {
    const bySource = new Map<number, number[]>()
    for (const sequence of sequences) {
      const out = unwrapSequence(sequence, this.#lastOut ?? 0)
      if (this.#lastOut === undefined || out > this.#lastOut) continue
      const segment = this.#segments.find(({ first, shift }) => out - shift >= first)
      if (!segment) continue
      const list = bySource.get(segment.ssrc) ?? []
      bySource.set(segment.ssrc, list)
      list.push((out - segment.shift) & 0xffff)
    }
    return bySource
  }
}

function shifted({ shift, timeShift }: Segment, sequence: number, timestamp: number): Numbers {
  return { sequence: (sequence + shift) & 0xffff, timestamp: (timestamp + timeShift) >>> 0 }
}
