/**
 * Whether this RTP payload is where a decoder can begin: the first packet of a key frame.
 *
 * @param codec - lower case name of the payload type; false for codecs that are not known here
 */
export function startsKeyFrame(codec: string, payload: Buffer): boolean {
  if (payload.length === 0) return false
  if (codec === 'vp8') return vp8(payload)
  if (codec === 'vp9') return vp9(payload)
  if (codec === 'h264') return h264(payload)
  if (codec === 'av1') return (payload[0]! & 0x08) !== 0 // N: first of a coded video sequence
  return false
}

/** RFC 7741 §4.2 and §4.3. */
function vp8(payload: Buffer): boolean {
  const first = payload[0]!
  const startsFrame = (first & 0x10) !== 0 && (first & 0x07) === 0
  if (!startsFrame) return false
  let at = 1
  if (first & 0x80) {
    const extension = payload[at++] ?? 0
    if (extension & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1
    if (extension & 0x40) at += 1
    if (extension & 0x30) at += 1
  }
  const header = payload[at]
  return header !== undefined && (header & 0x01) === 0
}

/** RFC 9628 §4.2: not predicted from other pictures, first packet of the base layer's frame. */
function vp9(payload: Buffer): boolean {
  const first = payload[0]!
  const predicted = (first & 0x40) !== 0
  const startsFrame = (first & 0x08) !== 0
  if (predicted || !startsFrame) return false
  if ((first & 0x20) === 0) return true
  let at = 1
  if (first & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1
  const layers = payload[at]
  return layers !== undefined && (layers & 0x0e) === 0
}

const sequenceParameters = 7

/** RFC 6184 §5.2: encoders for the web put the parameter sets before each IDR picture. */
function h264(payload: Buffer): boolean {
  const type = payload[0]! & 0x1f
  if (type === sequenceParameters) return true
  if (type === 28)
    return (payload[1] ?? 0) >> 7 === 1 && (payload[1]! & 0x1f) === sequenceParameters
  if (type !== 24) return false
  let at = 1
  while (at + 2 < payload.length) {
    if ((payload[at + 2]! & 0x1f) === sequenceParameters) return true
    at += 2 + payload.readUInt16BE(at)
  }
  return false
}
