import { allocate, decodeBase64Into, encodeBase64 as encode } from '#platform'
import { malformed } from '../errors.ts'
import { copy } from './copy.ts'

let scratch: Uint8Array = allocate(4096)

export { encode as encodeBase64 }

/**
 * Strict RFC 4648 §4: the one canonical text of some bytes, or a refusal. Blanks, missing or extra
 * padding, the URL-safe alphabet and non-zero spare bits are refused, so no two texts are one token.
 *
 * @returns bytes in a shared buffer, valid until the next call
 * @throws TokenError `TOKEN_MALFORMED`
 */
export function decodeBase64Shared(text: string): { bytes: Uint8Array; length: number } {
  if (scratch.length < text.length) scratch = allocate(text.length)
  const bytes = scratch
  const length = decodeBase64Into(text, bytes)
  if (scratch.length > 65_536) scratch = allocate(4096) // a giant is not kept
  if (length < 0) throw malformed('no canonical base64')
  return { bytes, length }
}

/** As {@link decodeBase64Shared}, in a buffer of its own. */
export function decodeBase64(text: string): Uint8Array {
  const { bytes, length } = decodeBase64Shared(text)
  return copy(bytes, 0, length)
}
