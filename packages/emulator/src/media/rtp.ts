/** The fixed header of one RTP packet (RFC 3550 §5.1), and where its payload lies. */
export interface RtpHeader {
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  /** first byte of the payload, after CSRCs and header extension */
  readonly payloadAt: number
  /** first byte after the payload, before padding */
  readonly payloadEnd: number
}

const fixedLength = 12

/** Tells RTCP from RTP on one port (RFC 5761 §4): packet types 192 to 223. */
export function isRtcp(packet: Buffer): boolean {
  return packet.length >= 4 && packet[1]! >= 192 && packet[1]! <= 223
}

/** @returns undefined when the bytes are no whole RTP packet */
export function readRtp(packet: Buffer): RtpHeader | undefined {
  if (packet.length < fixedLength || isRtcp(packet)) return undefined
  const first = packet[0]!
  if (first >> 6 !== 2) return undefined
  let payloadAt = fixedLength + 4 * (first & 0x0f)
  if (first & 0x10) {
    if (payloadAt + 4 > packet.length) return undefined
    payloadAt += 4 + 4 * packet.readUInt16BE(payloadAt + 2)
  }
  if (payloadAt > packet.length) return undefined
  const padding = first & 0x20 ? packet[packet.length - 1]! : 0
  const payloadEnd = packet.length - padding
  if (payloadEnd < payloadAt || (first & 0x20 && padding === 0)) return undefined
  return {
    payloadType: packet[1]! & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payloadAt,
    payloadEnd,
  }
}

export interface RtpChange {
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
}

/** A copy with another header: the original may be on its way to other subscribers. */
export function withHeader(packet: Buffer, change: RtpChange): Buffer {
  const copy = Buffer.from(packet)
  copy[1] = (copy[1]! & 0x80) | (change.payloadType & 0x7f)
  copy.writeUInt16BE(change.sequence, 2)
  copy.writeUInt32BE(change.timestamp, 4)
  copy.writeUInt32BE(change.ssrc, 8)
  return copy
}

/**
 * The whole number nearest to `reference` whose lower 16 bits are `sequence`: sequence numbers that
 * wrap become ones that can be compared and subtracted.
 */
export function unwrapSequence(sequence: number, reference: number): number {
  const ahead = (sequence - reference) & 0xffff
  return reference + (ahead < 0x8000 ? ahead : ahead - 0x10000)
}
