import { allocate, sha256Into } from '#platform'
import { writeText } from '../bytes/utf8.ts'
import { keyRoom } from '../hash/hmac-sha256.ts'
import { isHexId } from './layout.ts'

/** The two messages, each behind the pad of its key: the certificate, and the key of its second. */
const certified: Uint8Array = allocate(keyRoom + 32).fill(0x36)
const issued: Uint8Array = allocate(keyRoom + 32).fill(0x36)
const issueKey: Uint8Array = issued.subarray(keyRoom)
const outer: Uint8Array = allocate(keyRoom + 32).fill(0x5c)
const key: Uint8Array = allocate(32)

/** What stands there: tokens come in bursts of one second, and its key costs two of six hashes. */
let certificateOf: string | null = null
let issuedAtOf = -1

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
  if (issuedAtOf !== issuedAt || certificateOf !== certificate) {
    if (certificateOf !== certificate) writeText(certificate, certified, keyRoom)
    hmacOfShortKey(issuedAt, certified, issueKey)
    certificateOf = certificate
    issuedAtOf = issuedAt
  }
  hmacOfShortKey(salt, issued, key)
  return key
}

/** Whether it is 32 hexadecimal characters. The one used last is known to be. */
export function isCertificate(text: string): boolean {
  return text === certificateOf || isHexId(text)
}

/** HMAC with a 4-byte key of the 32 bytes that stand in `inner` behind the pad. */
function hmacOfShortKey(value: number, inner: Uint8Array, out: Uint8Array): void {
  for (let i = 0; i < 4; i++) {
    const byte = (value >>> (8 * i)) & 255
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  sha256Into(inner, outer, keyRoom)
  sha256Into(outer, out, 0)
}
