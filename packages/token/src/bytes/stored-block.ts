import { allocate } from '#platform'
import { adler32 } from './adler32.ts'
import { copy } from './copy.ts'

let shared: Uint8Array = allocate(1024)

/**
 * A zlib stream that stores `bytes` as they are, 65 535 to a block: a `deflate` for `mint`.
 * The quickest to write, and about a tenth longer as token text. The official parsers of six
 * languages read it; the platform itself could not be tried.
 */
export function storedBlock(bytes: Uint8Array): Uint8Array {
  const length = storedShared(bytes, 0, bytes.length)
  return copy(shared, 0, length)
}

/** As {@link storedBlock} for `bytes[from, to)`, into {@link stored}; returns the length of the stream. */
export function storedShared(bytes: Uint8Array, from: number, to: number): number {
  const room = to - from + 5 * Math.ceil((to - from + 1) / 65_535) + 6
  if (shared.length < room || shared.length > 65_536) shared = allocate(Math.max(room, 1024))
  const out = shared
  out[0] = 0x78
  out[1] = 0x01
  let at = 2
  for (let start = from, size = 0; at === 2 || start < to; start += size) {
    size = Math.min(65_535, to - start)
    out[at] = start + size === to ? 1 : 0
    out[at + 1] = size
    out[at + 2] = size >> 8
    out[at + 3] = ~size
    out[at + 4] = ~size >> 8
    at += 5
    for (let i = start, stop = start + size; i < stop; i++) out[at++] = bytes[i]!
  }
  const sum = adler32(bytes, from, to)
  for (let shift = 24; shift >= 0; shift -= 8) out[at++] = sum >>> shift
  return at
}

/** Where {@link storedShared} left its stream; the next call overwrites it. */
export function stored(): Uint8Array {
  return shared
}
