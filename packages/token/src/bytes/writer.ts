import { allocate } from '#platform'
import { writeText } from './utf8.ts'

const ordinary = 4096

/**
 * Writes little-endian fields into one growing buffer. `mint` reuses a single writer: it is
 * synchronous, so no two tokens are ever under construction at once.
 */
export class Writer {
  bytes: Uint8Array = allocate(ordinary)
  at = 0

  /** Starts anew at `at`; what a giant token needed is given back. */
  restart(at: number): void {
    if (this.bytes.length > 16 * ordinary) this.bytes = allocate(ordinary)
    this.at = at
  }

  u16(value: number): void {
    if (this.at + 2 > this.bytes.length) this.grow(2)
    const { bytes, at } = this
    bytes[at] = value
    bytes[at + 1] = value >>> 8
    this.at = at + 2
  }

  u32(value: number): void {
    if (this.at + 4 > this.bytes.length) this.grow(4)
    const { bytes, at } = this
    bytes[at] = value
    bytes[at + 1] = value >>> 8
    bytes[at + 2] = value >>> 16
    bytes[at + 3] = value >>> 24
    this.at = at + 4
  }

  /**
   * A text without its length.
   * @throws TypeError when `value` is not a string or not well-formed
   */
  text(value: string, name: string): void {
    if (typeof value !== 'string') throw new TypeError(`${name} must be a string`)
    const room = value.length * 3
    if (this.at + room > this.bytes.length) this.grow(room)
    this.at = writeText(value, this.bytes, this.at)
  }

  /**
   * A text behind its length in bytes (u16).
   * @throws RangeError when it is longer than 65 535 bytes
   */
  string(value: string, name: string): void {
    const start = this.at
    this.u16(0)
    this.text(value, name)
    const length = this.at - start - 2
    if (length > 65_535) throw new RangeError(`${name} is longer than 65535 bytes`)
    this.bytes[start] = length
    this.bytes[start + 1] = length >>> 8
  }

  copy(from: Uint8Array, start: number, end: number): void {
    if (this.at + end - start > this.bytes.length) this.grow(end - start)
    const { bytes, at } = this
    for (let i = start; i < end; i++) bytes[at + i - start] = from[i]!
    this.at = at + end - start
  }

  private grow(room: number): void {
    const bigger = allocate((this.at + room) * 2)
    bigger.set(this.bytes.subarray(0, this.at))
    this.bytes = bigger
  }
}

/**
 * @throws TypeError when `value` is not a number
 * @throws RangeError when it is not a whole number in 0 … 2^32 - 1
 */
export function checkUint32(value: number, name: string): number {
  if (value >>> 0 === value) return value
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`)
  throw new RangeError(`${name} must be a whole number from 0 to 4294967295, not ${value}`)
}
