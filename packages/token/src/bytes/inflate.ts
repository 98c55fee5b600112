import { exceeded, leftOver, malformed } from '../errors.ts'
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
  noCode,
} from './inflate-table.ts'

/** Where reading and writing stand: the hot loop keeps these in locals and puts them back. */
interface Stream {
  readonly source: Uint8Array
  /** the bit to read next, counted from the first byte */
  pos: number
  /** the byte at which the checksum must stand */
  readonly end: number
  readonly out: Uint8Array
  readonly start: number
  to: number
}

const fixedLiteral = emptyTable(9)
const fixedDistance = emptyTable(5)
const literal = emptyTable(15)
const distance = emptyTable(15)
const codeLength = emptyTable(7)
const lengths = new Uint8Array(320)
/** Entries below are literals; the symbols 256 (end) and 257 … 285 (lengths) follow. */
const firstLength = 256 << 4
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
    throw malformed(noStream)
  }
  const stream: Stream = { source, pos: 16, end: length - 4, out, start, to: start }
  for (let last = 0; last === 0; ) {
    last = take(stream, 1)
    const type = take(stream, 2)
    if (type === 0) stored(stream)
    else if (type === 1) compressed(stream, fixedLiteral, fixedDistance)
    else if (type === 2) dynamic(stream)
    else throw malformed(noStream)
  }
  const at = (stream.pos + 7) >>> 3
  if (at > stream.end) throw malformed(cutShort)
  if (at < stream.end) throw malformed(leftOver)
  const sum =
    (source[at]! << 24) | (source[at + 1]! << 16) | (source[at + 2]! << 8) | source[at + 3]!
  if (sum !== adler32(out, start, stream.to)) throw malformed('wrong checksum')
  return stream.to
}

/** The bits from `pos` on, 17 at least. Past the end zeros or what was there before are read. */
function bitsAt(source: Uint8Array, pos: number): number {
  const at = pos >>> 3
  return (source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16)) >>> (pos & 7)
}

/** The next `n` ≤ 16 bits. */
function take(stream: Stream, n: number): number {
  const value = bitsAt(stream.source, stream.pos) & ((1 << n) - 1)
  stream.pos += n
  if (stream.pos > stream.end * 8) throw malformed(cutShort)
  return value
}

function stored(stream: Stream): void {
  const { source, end, out, to } = stream
  const at = (stream.pos + 7) >>> 3
  const size = at + 4 <= end ? source[at]! | (source[at + 1]! << 8) : -1
  if (size < 0 || (source[at + 2]! | (source[at + 3]! << 8)) !== (~size & 0xffff)) {
    throw malformed(noStream)
  }
  if (at + 4 + size > end) throw malformed(cutShort)
  if (to + size > out.length) throw exceeded('inflated bytes')
  for (let i = 0; i < size; i++) out[to + i] = source[at + 4 + i]!
  stream.pos = (at + 4 + size) * 8
  stream.to = to + size
}

function dynamic(stream: Stream): void {
  const literals = take(stream, 5) + 257
  const distances = take(stream, 5) + 1
  const codes = take(stream, 4) + 4
  if (literals > 286 || distances > 30) throw malformed(noStream)
  lengths.fill(0, 0, 19)
  for (let i = 0; i < codes; i++) lengths[codeLengthOrder[i]!] = take(stream, 3)
  if (!completeCode(codeLength, 19)) throw malformed(noStream)
  readLengths(stream, literals + distances)
  if (lengths[256] === 0) throw malformed(noStream)
  const sound =
    fillTable(distance, lengths, literals, literals + distances) &&
    fillTable(literal, lengths, 0, literals)
  if (!sound) throw malformed(noStream)
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
    if (symbol === 16 && i === 0) throw malformed(noStream)
    const value = symbol === 16 ? lengths[i - 1]! : 0
    const times =
      symbol === 16
        ? 3 + take(stream, 2)
        : symbol === 17
          ? 3 + take(stream, 3)
          : 11 + take(stream, 7)
    if (i + times > total) throw malformed(noStream)
    lengths.fill(value, i, i + times)
    i += times
  }
}

/** One symbol of the few that stand before a dynamic block. */
function symbolOf(stream: Stream, table: HuffmanTable): number {
  const entry = table.entries[bitsAt(stream.source, stream.pos) & ((1 << table.bits) - 1)]!
  if (entry === noCode) throw malformed(noStream)
  take(stream, entry & 15)
  return entry >>> 4
}

/**
 * The symbols of one block. One function, locals only: it is a fifth of the cost of proving a token.
 * A step of it may read bytes beyond the end and write two beyond the room, where writing does nothing.
 */
function compressed(stream: Stream, literals: HuffmanTable, distances: HuffmanTable): void {
  const { source, out, start } = stream
  const capacity = out.length
  const lastPos = stream.end * 8
  const literalEntries = literals.entries
  const distanceEntries = distances.entries
  const literalMask = (1 << literals.bits) - 1
  const distanceMask = (1 << distances.bits) - 1
  const twice = literals.bits <= 9
  let { pos, to } = stream
  for (;;) {
    if (to > capacity) throw exceeded('inflated bytes')
    if (pos > lastPos) throw malformed(cutShort)
    const bits = bitsAt(source, pos)
    let entry = literalEntries[bits & literalMask]!
    pos += entry & 15
    if (entry < firstLength) {
      out[to++] = entry >>> 4
      // most symbols are literals of 8 bits, and the bits of a second one are at hand
      if (!twice) continue
      entry = literalEntries[(bits >>> (entry & 15)) & literalMask]!
      if ((entry & 15) > 8) continue
      pos += entry & 15
      if (entry < firstLength) {
        out[to++] = entry >>> 4
        continue
      }
    }
    const symbol = (entry >>> 4) - 257
    if (symbol === -1) break
    if (symbol > 28) throw malformed(noStream)
    const sizeBits = lengthExtra[symbol]!
    const size = lengthBase[symbol]! + (bitsAt(source, pos) & ((1 << sizeBits) - 1))
    pos += sizeBits
    const far = distanceEntries[bitsAt(source, pos) & distanceMask]!
    const code = far >>> 4
    if (code > 29) throw malformed(noStream)
    pos += far & 15
    const backBits = distanceExtra[code]!
    const back = distanceBase[code]! + (bitsAt(source, pos) & ((1 << backBits) - 1))
    pos += backBits
    if (back > to - start) throw malformed(noStream)
    if (to + size > capacity) throw exceeded('inflated bytes')
    for (let from = to - back, stop = to + size; to < stop; ) out[to++] = out[from++]!
  }
  if (to > capacity) throw exceeded('inflated bytes')
  stream.pos = pos
  stream.to = to
}

const noStream = 'no zlib stream'
const cutShort = 'cut short'
