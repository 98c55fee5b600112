/**
 * What Node does faster than portable code: OpenSSL hashes and native text coding. Chosen by the
 * `node` import condition; `portable.ts` has the same exports for every other runtime.
 */
import { Buffer } from 'node:buffer' // the global of this name is a getter
import * as crypto from 'node:crypto'

/** Two bytes a character: half as many to fetch as from Latin-1. The types leave it out. */
const utf16 = 'utf16le' as crypto.BinaryToTextEncoding

/** `crypto.hash` with text output is the cheapest way to OpenSSL from JavaScript (Node ≥ 20.12); Deno and Bun may lack it. */
const digest: (algorithm: string, data: Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (algorithm, data) => crypto.hash(algorithm, data, utf16)
    : (algorithm, data) => crypto.createHash(algorithm).update(data).digest(utf16)

/** A buffer that no other code shares. */
export function allocate(length: number): Uint8Array {
  return Buffer.allocUnsafeSlow(length)
}

/** Writes SHA-256 of `data` as 32 bytes to `out` at `at`. */
export function sha256Into(data: Uint8Array, out: Uint8Array, at: number): void {
  const text = digest('sha256', data)
  for (let i = 0; i < 16; i++) {
    const pair = text.charCodeAt(i)
    out[at + 2 * i] = pair
    out[at + 2 * i + 1] = pair >>> 8
  }
}

export function sha256(data: Uint8Array): Uint8Array {
  return Buffer.from(digest('sha256', data), 'utf16le')
}

export function sha1(data: Uint8Array): Uint8Array {
  return Buffer.from(digest('sha1', data), 'utf16le')
}

/** MD5 as 32 lower-case hex characters: an identifier in two old formats, never a protection. */
export function md5Hex(text: string): string {
  return crypto.createHash('md5').update(text).digest('hex')
}

/** A salt for a token: uniform in 1 … 2^31 - 1. */
export function randomSalt(): number {
  return crypto.randomInt(1, 0x7fffffff)
}

/** Writes UTF-8 to `out` at `at`; returns the number of bytes. The caller made room. */
export function writeUtf8(text: string, out: Uint8Array, at: number): number {
  return (out as Buffer).write(text, at, 'utf8')
}

export function readUtf8(bytes: Uint8Array, from: number, to: number): string {
  return view(bytes).toString('utf8', from, to)
}

/** One character a byte. */
export function readLatin1(bytes: Uint8Array, from: number, to: number): string {
  return view(bytes).latin1Slice(from, to)
}

export function encodeBase64(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  return view(bytes).base64Slice(from, to)
}

/**
 * Decodes strict base64 into `out`, which must hold `text.length` bytes.
 *
 * @returns how many bytes came out, or -1 when `text` is not the canonical text of any bytes
 */
export function decodeBase64Into(text: string, out: Uint8Array): number {
  const length = text.length
  if (length === 0 || length % 4 !== 0) return -1
  const padding =
    text.charCodeAt(length - 1) !== 61 ? 0 : text.charCodeAt(length - 2) !== 61 ? 1 : 2
  // Buffer skips what is no base64, so it shows as missing bytes, and reads the URL-safe letters too
  const bytes = (out as Buffer).write(text, 'base64')
  if (bytes !== (length / 4) * 3 - padding || text.includes('-') || text.includes('_')) return -1
  // it also reads U+0141 as U+0041: only ASCII has as many bytes of UTF-8 as units
  if (Buffer.byteLength(text) !== length) return -1
  if (padding === 0) return bytes
  // the last letter has bits to spare, which must be zero
  const letters = padding === 1 ? 'AEIMQUYcgkosw048' : 'AQgw'
  return letters.includes(text.charAt(length - 1 - padding)) ? bytes : -1
}

export function toHex(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  return view(bytes).hexSlice(from, to)
}

/** What `toString` calls in the end: a fifth of a short text's cost is on the way. Deno and Bun have them too. */
interface NativeBuffer extends Buffer {
  latin1Slice(from: number, to: number): string
  base64Slice(from: number, to: number): string
  hexSlice(from: number, to: number): string
}

function view(bytes: Uint8Array): NativeBuffer {
  const buffer =
    bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer as NativeBuffer
}
