/** Adler-32 (RFC 1950 §8.2) of `bytes[from, to)`, as a signed 32-bit number. */
export function adler32(bytes: Uint8Array, from: number, to: number): number {
  let a = 1
  let b = 0
  for (let at = from; at < to; ) {
    const stop = Math.min(to, at + 3800) // the most sums that fit 32 bits before the modulo is due
    for (; at + 4 <= stop; at += 4) {
      const first = bytes[at]!
      const second = bytes[at + 1]!
      const third = bytes[at + 2]!
      const fourth = bytes[at + 3]!
      b += 4 * (a + first) + 3 * second + 2 * third + fourth
      a += first + second + third + fourth
    }
    for (; at < stop; at++) {
      a += bytes[at]!
      b += a
    }
    a %= 65_521
    b %= 65_521
  }
  return (b << 16) | a
}
