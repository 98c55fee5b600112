import { allocate } from '#platform'
import { adler32 } from './adler32.ts'

/**
 * A zlib stream that stores `bytes` as they are, 65 535 to a block: a `deflate` for `mint`.
 * The quickest to write, and about a tenth longer as token text. Every official parser that was
 * tried reads it (spec of measurements: bench/README.md); the platform itself could not be tried.
 */
export function storedBlock(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / 65_535))
  const out = allocate(2 + blocks * 5 + bytes.length + 4)
  out[0] = 0x78
  out[1] = 0x01
  let at = 2
  for (let block = 0, from = 0; block < blocks; block++) {
    const size = Math.min(65_535, bytes.length - from)
    out[at] = block === blocks - 1 ? 1 : 0
    out[at + 1] = size
    out[at + 2] = size >> 8
    out[at + 3] = ~size
    out[at + 4] = ~size >> 8
    for (let i = 0; i < size; i++) out[at + 5 + i] = bytes[from + i]!
    at += 5 + size
    from += size
  }
  const sum = adler32(bytes, 0, bytes.length)
  for (let shift = 24; shift >= 0; shift -= 8) out[at++] = sum >>> shift
  return out
}
