import { TokenError } from '../errors.ts'
import { adler32 } from './adler32.ts'
import {
  distanceBase,
  distanceExtra,
  emptyTable,
  fillTable,
  fixedLengths,
  type HuffmanTable,
  lengthBase,
  lengthExtra,
} from './inflate-table.ts'

/** Where reading and writing stand: the hot loop keeps these in locals and puts them back. */
interface Stream {
  source: Uint8Array
  at: number
  end: number
  bits: number
  count: number
  out: Uint8Array
  start: number
  to: number
}

const fixedLiteral = emptyTable(9)
const fixedDistance = emptyTable(5)
const literal = emptyTable(15)
const distance = emptyTable(15)
const codeLength = emptyTable(7)
const lengths = new Uint8Array(320)
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

fillTable(fixedLiteral, fixedLengths(), 0, 288)
fillTable(fixedDistance, new Uint8Array(32).fill(5), 0, 32)

/**
 * Inflates one zlib stream (RFC 1950, all three block types of RFC 1951) from `source[0, length)`
 * into `out` from `start`; stops as soon as `out` is full, so a bomb costs no more than its cap.
 * The stream must end where the input ends.
 *
 * @returns the index in `out` after the last byte written
 * @throws TokenError `TOKEN_MALFORMED`, or `TOKEN_LIMIT_EXCEEDED` when `out` is full
 */
export function inflate(
  source: Uint8Array,
  length: number,
  out: Uint8Array,
  start: number,
): number {
  const header = (source[0]! << 8) | source[1]!
  const method = header >> 8 // 8 = deflate, in the high half the window size, at most 7
  const dictionary = header & 0x20
  if (length < 8 || header % 31 !== 0 || (method & 0x8f) !== 8 || dictionary) {
    throw malformed('no zlib header')
  }
  const stream: Stream = {
    source,
    at: 2,
    end: length - 4,
    bits: 0,
    count: 0,
    out,
    start,
    to: start,
  }
  for (let last = 0; last === 0; ) {
    last = take(stream, 1)
    const type = take(stream, 2)
    if (type === 0) stored(stream)
    else if (type === 1) compressed(stream, fixedLiteral, fixedDistance)
    else if (type === 2) dynamic(stream)
    else throw malformed('unknown block type')
  }
  const at = stream.at - (stream.count >> 3)
  if (at > stream.end) throw malformed('the zlib stream is cut short')
  if (at < stream.end) throw malformed('bytes stand after the zlib stream')
  const sum =
    (source[at]! << 24) | (source[at + 1]! << 16) | (source[at + 2]! << 8) | source[at + 3]!
  if (sum !== adler32(out, start, stream.to)) throw malformed('the zlib checksum is wrong')
  return stream.to
}

/** The next `n` ≤ 16 bits. Past the end zeros are read; the overrun is found when the stream ends. */
function take(stream: Stream, n: number): number {
  while (stream.count < n) {
    if (stream.at >= stream.end + 4) throw malformed('the zlib stream is cut short')
    stream.bits |= stream.source[stream.at]! << stream.count
    stream.at++
    stream.count += 8
  }
  const value = stream.bits & ((1 << n) - 1)
  stream.bits >>>= n
  stream.count -= n
  return value
}

function stored(stream: Stream): void {
  stream.at -= stream.count >> 3
  stream.bits = 0
  stream.count = 0
  const { source, at, end, out, to } = stream
  const size = at + 4 <= end ? source[at]! | (source[at + 1]! << 8) : -1
  if (size < 0 || (source[at + 2]! | (source[at + 3]! << 8)) !== (~size & 0xffff)) {
    throw malformed('a stored block has no sound length')
  }
  if (at + 4 + size > end) throw malformed('the zlib stream is cut short')
  if (to + size > out.length) throw full()
  for (let i = 0; i < size; i++) out[to + i] = source[at + 4 + i]!
  stream.at = at + 4 + size
  stream.to = to + size
}

function dynamic(stream: Stream): void {
  const literals = take(stream, 5) + 257
  const distances = take(stream, 5) + 1
  const codes = take(stream, 4) + 4
  if (literals > 286 || distances > 30) throw malformed('too many Huffman codes')
  lengths.fill(0, 0, 19)
  for (let i = 0; i < codes; i++) lengths[codeLengthOrder[i]!] = take(stream, 3)
  if (!completeCode(codeLength, 19)) throw malformed('unsound code lengths')
  readLengths(stream, literals + distances)
  if (lengths[256] === 0) throw malformed('a block has no end')
  const sound =
    fillTable(distance, lengths, literals, literals + distances) &&
    fillTable(literal, lengths, 0, literals)
  if (!sound) throw malformed('unsound Huffman codes')
  compressed(stream, literal, distance)
}

/** The code for code lengths must be complete, which {@link fillTable} does not ask of one-bit codes. */
function completeCode(table: HuffmanTable, count: number): boolean {
  let used = 0
  for (let i = 0; i < count; i++) if (lengths[i]! > 0) used += 128 >> lengths[i]!
  return used === 128 && fillTable(table, lengths, 0, count)
}

function readLengths(stream: Stream, total: number): void {
  for (let i = 0; i < total; ) {
    const symbol = symbolOf(stream, codeLength)
    if (symbol < 16) {
      lengths[i++] = symbol
      continue
    }
    if (symbol === 16 && i === 0) throw malformed('a length repeats nothing')
    const value = symbol === 16 ? lengths[i - 1]! : 0
    const times =
      symbol === 16
        ? 3 + take(stream, 2)
        : symbol === 17
          ? 3 + take(stream, 3)
          : 11 + take(stream, 7)
    if (i + times > total) throw malformed('too many code lengths')
    lengths.fill(value, i, i + times)
    i += times
  }
}

/** One symbol, bit by bit as needed: only for code lengths, of which there are few. */
function symbolOf(stream: Stream, table: HuffmanTable): number {
  const ahead = take(stream, table.bits)
  const entry = table.entries[ahead]!
  const used = entry & 15
  if (used === 0) throw malformed('no such Huffman code')
  stream.bits = (stream.bits << (table.bits - used)) | (ahead >>> used)
  stream.count += table.bits - used
  return entry >>> 4
}

/**
 * The symbols of one block. One function, locals only: it is a third of the cost of reading a token.
 * It may read up to four bytes beyond the end; that they were used is found by where it stands.
 */
function compressed(stream: Stream, literals: HuffmanTable, distances: HuffmanTable): void {
  const { source, end, out, start } = stream
  const capacity = out.length
  const literalEntries = literals.entries
  const distanceEntries = distances.entries
  const literalMask = (1 << literals.bits) - 1
  const distanceMask = (1 << distances.bits) - 1
  const literalBits = literals.bits
  let { at, bits, count, to } = stream
  for (;;) {
    if (count < 16) {
      if (at > end + 4) throw malformed('the zlib stream is cut short')
      bits |= (source[at]! | (source[at + 1]! << 8)) << count
      at += 2
      count += 16
    }
    const entry = literalEntries[bits & literalMask]!
    bits >>>= entry & 15
    count -= entry & 15
    if (entry < 256 << 4) {
      if (entry === 0) throw malformed('no such Huffman code')
      if (to === capacity) throw full()
      out[to++] = entry >>> 4
      // most symbols are literals, and the bits of a second one are often at hand
      if (count < literalBits || to === capacity) continue
      const next = literalEntries[bits & literalMask]!
      if (next === 0 || next >= 256 << 4) continue
      bits >>>= next & 15
      count -= next & 15
      out[to++] = next >>> 4
      continue
    }
    const symbol = (entry >>> 4) - 257
    if (symbol === -1) break
    if (symbol > 28) throw malformed('no such length')
    while (count < 25) {
      bits |= source[at++]! << count
      count += 8
    }
    const size = lengthBase[symbol]! + (bits & ((1 << lengthExtra[symbol]!) - 1))
    bits >>>= lengthExtra[symbol]!
    count -= lengthExtra[symbol]!
    const far = distanceEntries[bits & distanceMask]!
    const code = far >>> 4
    if (far === 0 || code > 29) throw malformed('no such distance')
    bits >>>= far & 15
    count -= far & 15
    const extra = distanceExtra[code]!
    while (count < extra) {
      bits |= source[at++]! << count
      count += 8
    }
    const back = distanceBase[code]! + (bits & ((1 << extra) - 1))
    bits >>>= extra
    count -= extra
    if (back > to - start) throw malformed('a distance reaches before the start')
    if (to + size > capacity) throw full()
    for (let from = to - back, stop = to + size; to < stop; ) out[to++] = out[from++]!
  }
  stream.at = at
  stream.bits = bits
  stream.count = count
  stream.to = to
}

function malformed(what: string): TokenError {
  return new TokenError('TOKEN_MALFORMED', `the token does not inflate: ${what}`)
}

function full(): TokenError {
  return new TokenError('TOKEN_LIMIT_EXCEEDED', 'the token inflates to more bytes than allowed')
}
