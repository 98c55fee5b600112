/** Huffman tables of RFC 1951: index = the next bits, entry = symbol << 4 | code length, or `noCode`. */
export interface HuffmanTable {
  readonly entries: Uint16Array
  bits: number
}

/** Above every symbol, so that one comparison finds it; it has no length. */
export const noCode = 0xfff0

export function emptyTable(maxBits: number): HuffmanTable {
  return { entries: new Uint16Array(1 << maxBits), bits: 0 }
}

const counts = new Uint16Array(16)
const next = new Uint16Array(16)

/**
 * Fills `table` from code lengths. False when the set is over-subscribed, or incomplete with more
 * than one-bit codes: the sets zlib refuses.
 */
export function fillTable(
  table: HuffmanTable,
  lengths: Uint8Array,
  from: number,
  to: number,
): boolean {
  counts.fill(0)
  for (let i = from; i < to; i++) counts[lengths[i]!]!++
  counts[0] = 0
  let max = 15
  while (max > 0 && counts[max] === 0) max--
  let left = 1
  let code = 0
  for (let length = 1; length <= 15; length++) {
    left = (left << 1) - counts[length]!
    if (left < 0) return false
    next[length] = code
    code = (code + counts[length]!) << 1
  }
  if (left > 0 && max > 1) return false
  table.bits = Math.max(max, 1)
  const size = 1 << table.bits
  table.entries.fill(noCode, 0, size)
  for (let i = from; i < to; i++) {
    const length = lengths[i]!
    if (length === 0) continue
    const reversed = reverse(next[length]!++, length)
    const entry = ((i - from) << 4) | length
    for (let slot = reversed; slot < size; slot += 1 << length) table.entries[slot] = entry
  }
  return true
}

export function reverse(code: number, length: number): number {
  let reversed = 0
  for (let i = 0; i < length; i++) reversed |= ((code >>> i) & 1) << (length - 1 - i)
  return reversed
}

/** Code lengths of the fixed literal/length code (RFC 1951 §3.2.6). */
export function fixedLengths(): Uint8Array {
  return new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)
}

/** Length symbols 257 … 285: base in the low bits, number of extra bits above. */
export const lengthBase: Uint16Array = new Uint16Array(29)
export const lengthExtra: Uint8Array = new Uint8Array(29)
/** Distance symbols 0 … 29. */
export const distanceBase: Uint16Array = new Uint16Array(30)
export const distanceExtra: Uint8Array = new Uint8Array(30)

for (let symbol = 0, base = 3; symbol < 28; symbol++) {
  lengthExtra[symbol] = symbol < 8 ? 0 : (symbol >> 2) - 1
  lengthBase[symbol] = base
  base += 1 << lengthExtra[symbol]!
}
lengthBase[28] = 258
for (let symbol = 0, base = 1; symbol < 30; symbol++) {
  distanceExtra[symbol] = symbol < 4 ? 0 : (symbol >> 1) - 1
  distanceBase[symbol] = base
  base += 1 << distanceExtra[symbol]!
}
