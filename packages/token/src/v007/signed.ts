import { allocate } from '#platform'
import { equalBytes } from '../bytes/equal.ts'
import { Hmac } from '../hash/hmac-sha256.ts'
import type { Read007 } from './read.ts'
import { isCertificate, signingKey } from './signing-key.ts'

const hmac = new Hmac()
const proof: Uint8Array = allocate(32)

/** Whether `certificate` signed the token. Must come before another token is read. */
export function signed007(read: Read007, certificate: string): boolean {
  const { bytes, end, claims, salt } = read
  if (!isCertificate(certificate)) return false
  hmac.setKey(bytes, signingKey(certificate, claims.issuedAt, salt))
  hmac.digest(bytes, end, proof, 0)
  return equalBytes(proof, read.signature)
}
