import type { Claims } from './claims.ts'
import { TokenError } from './errors.ts'
import { signatureOfLast as lastOf006, write006 } from './v006/write.ts'
import { signatureOfLast as lastOf007, write007 } from './v007/write.ts'

export interface MintOptions {
  /** 0 to 2^32 - 1; random when absent. Two tokens of equal claims and salt are equal */
  readonly salt?: number
  /**
   * 007 only: what turns the payload into a zlib stream. Any valid stream is accepted; only the text
   * differs. Default: a fixed-Huffman encoder of our own. `storedBlock` is quicker and longer;
   * `node:zlib`'s `deflateSync` gives the very text of npm `agora-token`.
   */
  readonly deflate?: (bytes: Uint8Array) => Uint8Array
}

const noOptions: MintOptions = {}

/**
 * Makes a signed token from settled claims. Pure but for the random salt; it writes what it is given
 * and checks no parameter rule (the shorthands such as `rtcToken` do).
 *
 * @param certificate - App Certificate: 32 hexadecimal characters, used as text (letter case counts)
 * @throws TokenError `APP_ID_INVALID`, `CERTIFICATE_INVALID` or `SERVICES_EMPTY` (007), or
 *   `CLAIMS_NOT_CANONICAL` for claims read from a token that cannot be written back
 * @throws TypeError for a value of the wrong type, an unknown privilege name or service type
 * @throws RangeError for a number that is not u32, or a text above 65 535 bytes
 */
export function mint(
  claims: Claims,
  certificate: string,
  options: MintOptions = noOptions,
): string {
  if (claims.canonical === false) {
    throw new TokenError(
      'CLAIMS_NOT_CANONICAL',
      'these claims were read from a token that cannot be written back',
    )
  }
  if (claims.version === '007') return write007(claims, certificate, options)
  if (claims.version === '006') return write006(claims, certificate, options)
  throw new TypeError(
    `tokens of version "${(claims as { version: unknown }).version}" cannot be minted`,
  )
}

/**
 * As `mint`, and tells the signature, hexadecimal as `inspect` reads it: it names a token where the token itself must not be
 * kept, and reading it out of the text again would cost more than the token.
 */
export function mintSigned(
  claims: Claims,
  certificate: string,
): { readonly token: string; readonly signature: string } {
  const token = mint(claims, certificate)
  return { token, signature: claims.version === '007' ? lastOf007() : lastOf006() }
}
