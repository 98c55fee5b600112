/** RTP packets as a browser would send them. */
export interface RtpFields {
  readonly ssrc: number
  readonly sequence: number
  readonly timestamp?: number
  readonly payloadType?: number
  readonly payload?: Buffer
}

export function rtp({ ssrc, sequence, timestamp, payloadType, payload }: RtpFields): Buffer {
  const header = Buffer.alloc(12)
  header[0] = 0x80
  header[1] = payloadType ?? 96
  header.writeUInt16BE(sequence & 0xffff, 2)
  header.writeUInt32BE((timestamp ?? sequence * 3000) >>> 0, 4)
  header.writeUInt32BE(ssrc, 8)
  return Buffer.concat([header, payload ?? vp8Delta])
}

/** First packet of a VP8 key frame: descriptor with S, partition 0; P of the frame header 0. */
export const vp8Key = Buffer.from([
  0x10, 0x50, 0x01, 0x02, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01,
])
/** A VP8 frame that builds on others. */
export const vp8Delta = Buffer.from([0x10, 0x51, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06])

/** A retransmission: the payload begins with the number of the packet that it repeats. */
export function rtx(fields: RtpFields & { readonly repeats: number }): Buffer {
  const number = Buffer.alloc(2)
  number.writeUInt16BE(fields.repeats & 0xffff)
  const payload = Buffer.concat([number, fields.payload ?? vp8Delta])
  return rtp({ ...fields, payloadType: fields.payloadType ?? 97, payload })
}

export function senderReport(ssrc: number, timestamp: number): Buffer {
  const packet = Buffer.alloc(28)
  packet[0] = 0x80
  packet[1] = 200
  packet.writeUInt16BE(6, 2)
  packet.writeUInt32BE(ssrc, 4)
  packet.writeUInt32BE(0x1234_5678, 8)
  packet.writeUInt32BE(0x9abc_def0, 12)
  packet.writeUInt32BE(timestamp >>> 0, 16)
  return packet
}

/** Feedback of a browser that receives only: it speaks as SSRC 1. */
export function nack(ssrc: number, first: number, following = 0): Buffer {
  const packet = Buffer.from([0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  packet.writeUInt32BE(ssrc, 8)
  packet.writeUInt16BE(first, 12)
  packet.writeUInt16BE(following, 14)
  return packet
}

export function pli(ssrc: number): Buffer {
  const packet = Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0])
  packet.writeUInt32BE(ssrc, 8)
  return packet
}

/** Full intra request: its header names no media source. */
export function fir(ssrc: number): Buffer {
  const packet = Buffer.from([0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0])
  packet.writeUInt32BE(ssrc, 12)
  return packet
}
