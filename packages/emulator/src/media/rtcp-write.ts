import type { SenderReport } from './rtcp-read.ts'

/** The SSRC under which the gateway speaks. Browsers check the media source only. */
const gatewaySsrc = 1

/** One block of a receiver report (RFC 3550 §6.4.1). */
export interface ReportBlock {
  readonly ssrc: number
  /** 0 to 255, in 256ths, since the report before */
  readonly fractionLost: number
  /** 0 to 2^23 - 1 */
  readonly cumulativeLost: number
  /** highest sequence number received, with its cycles, 32 bits */
  readonly highest: number
  /** in units of the timestamp */
  readonly jitter: number
  /** the middle 32 bits of the last sender report's NTP time; the answer is immediate, so no delay is reported */
  readonly lastReport: number
}

function packet(head: { format: number; type: number }, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  bytes[0] = 0x80 | head.format
  bytes[1] = head.type
  bytes.writeUInt16BE(length / 4 - 1, 2)
  bytes.writeUInt32BE(gatewaySsrc, 4)
  return bytes
}

/** Picture loss indication: asks the sender of `ssrc` for a key frame. */
export function writePli(ssrc: number): Buffer {
  const bytes = packet({ format: 1, type: 206 }, 12)
  bytes.writeUInt32BE(ssrc, 8)
  return bytes
}

/** Generic NACK. Runs of lost packets share an entry: 16 after the first. */
export function writeNack(ssrc: number, sequences: readonly number[]): Buffer {
  const entries: { first: number; following: number }[] = []
  for (const sequence of sequences) {
    const last = entries.at(-1)
    const ahead = last === undefined ? 0 : (sequence - last.first) & 0xffff
    if (last && ahead === 0) continue
    if (last && ahead <= 16) last.following |= 1 << (ahead - 1)
    else entries.push({ first: sequence & 0xffff, following: 0 })
  }
  const bytes = packet({ format: 1, type: 205 }, 12 + 4 * entries.length)
  bytes.writeUInt32BE(ssrc, 8)
  for (const [index, entry] of entries.entries()) {
    bytes.writeUInt16BE(entry.first, 12 + 4 * index)
    bytes.writeUInt16BE(entry.following, 14 + 4 * index)
  }
  return bytes
}

export function writeReceiverReport(block: ReportBlock): Buffer {
  const bytes = packet({ format: 1, type: 201 }, 32)
  bytes.writeUInt32BE(block.ssrc, 8)
  bytes[12] = block.fractionLost
  bytes.writeUIntBE(block.cumulativeLost, 13, 3)
  bytes.writeUInt32BE(block.highest, 16)
  bytes.writeUInt32BE(block.jitter, 20)
  bytes.writeUInt32BE(block.lastReport, 24)
  return bytes
}

/** @see draft-alvestrand-rmcat-remb-03 §2.2: 6 bits of exponent, 18 of mantissa */
export function writeRemb(bitsPerSecond: number, ssrcs: readonly number[]): Buffer {
  const listed = ssrcs.slice(0, 255)
  const bytes = packet({ format: 15, type: 206 }, 20 + 4 * listed.length)
  bytes.write('REMB', 12, 'latin1')
  let exponent = 0
  let mantissa = Math.round(bitsPerSecond)
  while (mantissa >= 2 ** 18) {
    mantissa = Math.floor(mantissa / 2)
    exponent++
  }
  bytes[16] = listed.length
  bytes.writeUIntBE(exponent * 2 ** 18 + mantissa, 17, 3)
  for (const [index, ssrc] of listed.entries()) bytes.writeUInt32BE(ssrc, 20 + 4 * index)
  return bytes
}

/** A sender report without report blocks: those were about what the sender receives. */
export function writeSenderReport(report: SenderReport): Buffer {
  const bytes = packet({ format: 0, type: 200 }, 28)
  bytes.writeUInt32BE(report.ssrc, 4)
  bytes.writeUInt32BE(report.ntpSeconds, 8)
  bytes.writeUInt32BE(report.ntpFraction, 12)
  bytes.writeUInt32BE(report.timestamp, 16)
  bytes.writeUInt32BE(report.packets, 20)
  bytes.writeUInt32BE(report.octets, 24)
  return bytes
}
