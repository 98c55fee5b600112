import { readLatin1, readUtf8 } from '#platform'
import { malformed } from '../errors.ts'
import { isAscii, utf8 } from './utf8.ts'

/** Reads little-endian fields of `bytes[at, end)`; never past the end. */
export class Reader {
  readonly bytes: Uint8Array
  readonly end: number
  at: number
  /** false once a string was met that is not UTF-8, and so cannot be written back */
  wellFormed = true
  private readonly start: number
  /** all bytes as Latin-1, made for the first string: cutting out is cheaper than decoding each */
  private latin1: string | undefined

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.start = at
    this.end = end
  }

  /** @throws TokenError `TOKEN_MALFORMED` at the end of the bytes, as all reads do */
  u16(): number {
    return u16At(this.bytes, this.advance(2))
  }

  u32(): number {
    return u32At(this.bytes, this.advance(4))
  }

  string(): string {
    const length = this.u16()
    const at = this.advance(length)
    if (isAscii(this.bytes, at, at + length)) {
      this.latin1 ??= readLatin1(this.bytes, this.start, this.end)
      return this.latin1.slice(at - this.start, at + length - this.start)
    }
    const text = readUtf8(this.bytes, at, at + length)
    // U+FFFD stands for bytes that are not UTF-8, unless it was written itself
    if (text.includes('\ufffd') && !this.reads(text, at)) this.wellFormed = false
    return text
  }

  /** Whether `text` stands at `at` byte for byte. */
  private reads(text: string, at: number): boolean {
    return utf8(text).every((byte, i) => byte === this.bytes[at + i])
  }

  /** Steps over `length` bytes; returns where they start. */
  advance(length: number): number {
    const { at } = this
    if (at + length > this.end) throw malformed('a field reaches past the end')
    this.at = at + length
    return at
  }
}

export function u16At(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}

export function u32At(bytes: Uint8Array, at: number): number {
  return (u16At(bytes, at) | (u16At(bytes, at + 2) << 16)) >>> 0
}
