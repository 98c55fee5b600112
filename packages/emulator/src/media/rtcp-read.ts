import { isRtcp } from './rtp.ts'

/** The sender's part of a sender report (RFC 3550 §6.4.1). */
export interface SenderReport {
  readonly type: 'senderReport'
  readonly ssrc: number
  readonly ntpSeconds: number
  readonly ntpFraction: number
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

/** Sequence numbers a receiver misses (generic NACK, RFC 4585 §6.2.1). */
interface Nack {
  readonly type: 'nack'
  readonly ssrc: number
  readonly sequences: readonly number[]
}

/** A key frame is wanted: PLI (RFC 4585 §6.3.1) or one entry of FIR (RFC 5104 §4.3.1). */
interface KeyFrameWanted {
  readonly type: 'keyFrame'
  readonly ssrc: number
}

export type Rtcp = SenderReport | Nack | KeyFrameWanted

/** What a forwarding gateway acts on; other packets of the compound are passed over. Reading stops at the first broken one. */
export function readRtcp(compound: Buffer): Rtcp[] {
  const found: Rtcp[] = []
  if (!isRtcp(compound)) return found
  let at = 0
  while (at + 4 <= compound.length) {
    const length = 4 + 4 * compound.readUInt16BE(at + 2)
    if (compound[at]! >> 6 !== 2 || at + length > compound.length) break
    readOne(compound.subarray(at, at + length), found)
    at += length
  }
  return found
}

function readOne(packet: Buffer, found: Rtcp[]): void {
  const format = packet[0]! & 0x1f
  const type = packet[1]!
  if (type === 200 && packet.length >= 28) found.push(senderReport(packet))
  else if (type === 205 && format === 1 && packet.length >= 16) found.push(nack(packet))
  else if (type === 206 && format === 1 && packet.length >= 12) {
    found.push({ type: 'keyFrame', ssrc: packet.readUInt32BE(8) })
  } else if (type === 206 && format === 4) {
    // FIR leaves the media source of the header 0 and names its targets in the entries
    for (let at = 12; at + 8 <= packet.length; at += 8) {
      found.push({ type: 'keyFrame', ssrc: packet.readUInt32BE(at) })
    }
  }
}

function senderReport(packet: Buffer): SenderReport {
  return {
    type: 'senderReport',
    ssrc: packet.readUInt32BE(4),
    ntpSeconds: packet.readUInt32BE(8),
    ntpFraction: packet.readUInt32BE(12),
    timestamp: packet.readUInt32BE(16),
    packets: packet.readUInt32BE(20),
    octets: packet.readUInt32BE(24),
  }
}

function nack(packet: Buffer): Nack {
  const sequences: number[] = []
  for (let at = 12; at + 4 <= packet.length; at += 4) {
    const first = packet.readUInt16BE(at)
    const following = packet.readUInt16BE(at + 2)
    sequences.push(first)
    for (let bit = 0; bit < 16; bit++) {
      if ((following >> bit) & 1) sequences.push((first + bit + 1) & 0xffff)
    }
  }
  return { type: 'nack', ssrc: packet.readUInt32BE(8), sequences }
}
