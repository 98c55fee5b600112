/** Adler-32 (RFC 1950 §8.2) of `bytes[from, to)`, as a signed 32-bit number. */
export function adler32(bytes: Uint8Array, from: number, to: number): number {
  let a = 1
  let b = 0
  for (let at = from; at < to; ) {
    const stop = Math.min(to, at + 3800) // the most sums that fit before the modulo is due
    for (; at < stop; at++) {
      a += bytes[at]!
      b += a
    }
    a %= 65_521
    b %= 65_521
  }
  return (b << 16) | a
}
