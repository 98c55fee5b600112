import { allocate } from '#platform'
import { adler32 } from './adler32.ts'
import { copy } from './copy.ts'
import {
  distanceBase,
  distanceExtra,
  fixedLengths,
  lengthBase,
  lengthExtra,
  reverse,
} from './inflate-table.ts'

/** Fixed Huffman codes, bit-reversed as they are written; value in the low bits, its length in bits from bit 20. */
const literalCode: Uint32Array = makeLiteralCodes()
/** As `literalCode`, for match lengths 3 … 258 with their extra bits. */
const matchCode: Uint32Array = makeMatchCodes()
/** Distance symbol of a distance: of `distance - 1` below 256, of `(distance - 1) >> 7` above (from 256 on). */
const distanceSymbol: Uint8Array = makeDistanceSymbols()

const hashBits = 10
/** Last position of a three-byte hash, counted from `epoch` so that no call has to clear it. */
const seen = new Int32Array(1 << hashBits)
let epoch = 1

let shared: Uint8Array = allocate(1024)

/**
 * A zlib stream of one fixed-Huffman block, matched greedily: what the official libraries emit for a
 * token, at a tenth of the cost of calling zlib (docs/decisions/own-deflate-and-inflate.md).
 */
export function deflate(bytes: Uint8Array): Uint8Array {
  const length = deflateShared(bytes, { from: 0, to: bytes.length, matchFrom: 0 })
  return copy(shared, 0, length)
}

/** Which bytes to deflate; matches are sought from `matchFrom` on, what stands before is known to be random. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly matchFrom: number
}

/**
 * As {@link deflate} for a span of `bytes`, into {@link deflated}, which the next call overwrites.
 *
 * @returns the length of the stream
 */
export function deflateShared(bytes: Uint8Array, span: Span): number {
  const { from, to } = span
  const room = (((to - from) * 9) >> 3) + 24
  if (shared.length < room || shared.length > 65_536) shared = allocate(Math.max(room, 1024))
  shared[0] = 0x78
  shared[1] = 0x9c
  const at = block(bytes, span)
  const sum = adler32(bytes, from, to)
  shared[at] = sum >>> 24
  shared[at + 1] = sum >>> 16
  shared[at + 2] = sum >>> 8
  shared[at + 3] = sum
  return at + 4
}

/** Where {@link deflateShared} left its stream. */
export function deflated(): Uint8Array {
  return shared
}

/** The block's bits. One function, locals only: it is a third of the cost of minting. */
function block(bytes: Uint8Array, { from, to, matchFrom }: Span): number {
  const out = shared
  const base = nextEpoch(to)
  let at = 2
  let bits = 3 // last block, fixed codes
  let count = 3
  let i = from
  for (const plain = Math.min(matchFrom, to); i < plain; i++) {
    const code = literalCode[bytes[i]!]!
    bits |= (code & 0xfffff) << count
    count += code >>> 20
    if (count >= 16) {
      out[at] = bits
      out[at + 1] = bits >>> 8
      at += 2
      bits >>>= 16
      count -= 16
    }
  }
  const lastMatch = to - 3
  while (i < to) {
    let code: number
    let back = 0
    if (i <= lastMatch) {
      const hash = hashOf(bytes, i)
      const candidate = seen[hash]! - base
      seen[hash] = base + i
      const found = candidate >= from ? matchLength(bytes, candidate, i, to) : 0
      if (found >= 3) {
        back = i - candidate
        code = matchCode[found]!
        for (let k = i + 1, stop = Math.min(i + found, lastMatch + 1); k < stop; k++) {
          seen[hashOf(bytes, k)] = base + k
        }
        i += found
      } else code = literalCode[bytes[i++]!]!
    } else code = literalCode[bytes[i++]!]!
    bits |= (code & 0xfffff) << count
    count += code >>> 20
    if (count >= 16) {
      out[at] = bits
      out[at + 1] = bits >>> 8
      at += 2
      bits >>>= 16
      count -= 16
    }
    if (back === 0) continue
    if (count >= 8) {
      out[at++] = bits // a far distance takes 18 bits more
      bits >>>= 8
      count -= 8
    }
    const symbol = distanceSymbol[back <= 256 ? back - 1 : 256 + ((back - 1) >> 7)]!
    bits |= (reverse5[symbol]! | ((back - distanceBase[symbol]!) << 5)) << count
    count += 5 + distanceExtra[symbol]!
    while (count >= 8) {
      out[at++] = bits
      bits >>>= 8
      count -= 8
    }
  }
  count += 7 // end of block: seven zero bits
  for (; count > 0; count -= 8) {
    out[at++] = bits
    bits >>>= 8
  }
  return at
}

function hashOf(bytes: Uint8Array, i: number): number {
  const three = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16)
  return Math.imul(three, 0x9e3779b1) >>> (32 - hashBits)
}

function matchLength(bytes: Uint8Array, candidate: number, i: number, to: number): number {
  if (i - candidate > 32_768) return 0
  const stop = Math.min(to, i + 258)
  let k = i
  for (let c = candidate; k < stop && bytes[c] === bytes[k]; c++) k++
  return k - i
}

/** Positions of this call start above all positions of earlier calls. */
function nextEpoch(span: number): number {
  const base = epoch
  epoch += span + 1
  if (epoch > 0x7f000000) {
    seen.fill(0)
    epoch = 1
    return nextEpoch(span)
  }
  return base
}

const reverse5: Uint8Array = Uint8Array.from({ length: 30 }, (_, symbol) => reverse(symbol, 5))

/** The fixed code of a literal/length symbol (RFC 1951 §3.2.6), reversed, its length from bit 20. */
function fixedCode(symbol: number): number {
  const length = fixedLengths()[symbol]!
  const first = symbol < 144 ? 0x30 : symbol < 256 ? 0x190 : symbol < 280 ? 0 : 0xc0
  const start = symbol < 144 ? 0 : symbol < 256 ? 144 : symbol < 280 ? 256 : 280
  return reverse(first + symbol - start, length) | (length << 20)
}

function makeLiteralCodes(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => fixedCode(byte))
}

function makeMatchCodes(): Uint32Array {
  const codes = new Uint32Array(259)
  for (let symbol = 0; symbol < 29; symbol++) {
    const code = fixedCode(257 + symbol)
    const length = code >>> 20
    for (let extra = 0; extra < 1 << lengthExtra[symbol]!; extra++) {
      const size = lengthBase[symbol]! + extra
      if (size > 258 || (size === 258 && symbol < 28)) break
      const value = (code & 0xfffff) | (extra << length)
      codes[size] = value | ((length + lengthExtra[symbol]!) << 20)
    }
  }
  return codes
}

function makeDistanceSymbols(): Uint8Array {
  const symbols = new Uint8Array(512)
  for (let symbol = 0; symbol < 30; symbol++) {
    const first = distanceBase[symbol]! - 1
    for (let d = first; d < first + (1 << distanceExtra[symbol]!); d++) {
      symbols[d < 256 ? d : 256 + (d >> 7)] = symbol
    }
  }
  return symbols
}
