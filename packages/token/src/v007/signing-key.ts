import { allocate, sha256Into } from '#platform'
import { writeText } from '../bytes/utf8.ts'
import { keyRoom } from '../hash/hmac-sha256.ts'

const inner: Uint8Array = allocate(keyRoom + 32).fill(0x36)
const outer: Uint8Array = allocate(keyRoom + 32).fill(0x5c)
const issueKey: Uint8Array = allocate(32)
const key: Uint8Array = allocate(32)

/** Whose `issueKey` that is: tokens come in bursts of one second, and it costs two of six hashes. */
let keyOf: { certificate: string; issuedAt: number } | undefined

/**
 * The HMAC key of one 007 token: `HMAC(key: salt, HMAC(key: issuedAt, certificate))`. Mind the
 * order: the numbers are the keys, the certificate is the message.
 *
 * @param certificate - 32 hex characters, used as text
 * @param issuedAt - Unix seconds; enters as 4 bytes little-endian, as `salt` does
 * @returns 32 bytes that the next call overwrites
 * @see AgoraIO/Tools DynamicKey/AgoraDynamicKey/nodejs/src/AccessToken2.js `__signing` (da06bfb)
 */
export function signingKey(certificate: string, issuedAt: number, salt: number): Uint8Array {
  if (keyOf?.issuedAt !== issuedAt || keyOf.certificate !== certificate) {
    writeText(certificate, inner, keyRoom)
    hmacOfShortKey(issuedAt, issueKey)
    keyOf = { certificate, issuedAt }
  }
  for (let i = 0; i < 32; i++) inner[keyRoom + i] = issueKey[i]!
  hmacOfShortKey(salt, key)
  return key
}

/** HMAC with a 4-byte key of the 32 bytes that stand in `inner`. */
function hmacOfShortKey(value: number, out: Uint8Array): void {
  for (let i = 0; i < 4; i++) {
    const byte = (value >>> (8 * i)) & 255
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  sha256Into(inner, outer, keyRoom)
  sha256Into(outer, out, 0)
}
