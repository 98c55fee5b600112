import { Continuity, type Numbers } from './continuity.ts'
import type { RtpHeader } from './rtp.ts'

/** A packet of a publisher's RTX stream (RFC 4588): the payload begins with the number of the packet it repeats. */
export interface Repeated {
  readonly header: RtpHeader
  readonly packet: Buffer
  /** SSRC of the stream whose packets it repeats */
  readonly of: number
}

/** A repeated packet for one subscriber: the bytes, and the numbers for its header. */
interface Repeat extends Numbers {
  readonly packet: Buffer
}

/** One subscriber's flow of retransmissions, in numbers of its own. */
export class Retransmissions {
  readonly #numbers = new Continuity()
  #current: number | undefined
  #interrupted = false

  interrupt(): void {
    this.#interrupted = this.#current !== undefined
  }

  /** @returns undefined when the packet that is repeated was not sent to this subscriber */
  repeat({ header, packet, of }: Repeated, sent: Continuity): Repeat | undefined {
    const { payloadAt, payloadEnd, timestamp } = header
    // padding alone, without a number, is what senders probe the bandwidth with; nothing is repeated
    if (payloadEnd - payloadAt < 2) return undefined
    const sequence = packet.readUInt16BE(payloadAt)
    const to = sent.find({ ssrc: of, sequence, timestamp })
    if (!to) return undefined
    const own = this.#number(header, to.timestamp)
    if (!own) return undefined
    if (to.sequence === sequence) return { ...own, timestamp: to.timestamp, packet }
    const copy = Buffer.from(packet)
    copy.writeUInt16BE(to.sequence, payloadAt)
    return { ...own, timestamp: to.timestamp, packet: copy }
  }

  #number(header: RtpHeader, timestamp: number): Numbers | undefined {
    this.#current ??= header.ssrc
    const goesOn = this.#current === header.ssrc && !this.#interrupted
    this.#current = header.ssrc
    this.#interrupted = false
    return goesOn ? this.#numbers.follow(header) : this.#numbers.splice(header, timestamp)
  }
}
