import { writeUtf8 } from '#platform'

const encoder: TextEncoder = new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/**
 * Writes `text` as UTF-8 at `at`; returns where it ends. The caller made room for 3 bytes a character.
 * Short ASCII, which is nearly everything in a token, is quicker in a loop than in a call to native code.
 *
 * @throws TypeError when `text` holds half a surrogate pair, which UTF-8 cannot write
 */
export function writeText(text: string, out: Uint8Array, at: number): number {
  const length = text.length
  if (length > 48) return writeWide(text, out, at)
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) return writeWide(text, out, at)
    out[at + i] = unit
  }
  return at + length
}

/** Whether `bytes[from, to)` is ASCII, as nearly every text in a token is. */
export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  let all = 0
  for (let i = from; i < to; i++) all |= bytes[i]!
  return all < 128
}

function writeWide(text: string, out: Uint8Array, at: number): number {
  if (!text.isWellFormed()) throw new TypeError('text holds half of a surrogate pair')
  return at + writeUtf8(text, out, at)
}
