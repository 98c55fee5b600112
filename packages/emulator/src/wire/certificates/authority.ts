import { createPublicKey, type KeyObject } from 'node:crypto'
import { limits, type Permitted, subjectKey } from './extensions.ts'
import { signCertificate } from './x509.ts'

/** A certificate authority: what signs server certificates, and what a browser has to trust. */
export interface Authority {
  /** PEM; no secret */
  readonly certificate: string
  readonly subject: string
  readonly key: KeyObject
  /** Unix seconds */
  readonly expiresAt: number
}

export const daySeconds = 86_400
const lifeSeconds = 3652 * daySeconds

/** A certificate for an authority that signs itself; good for ten years from `now` (Unix seconds). */
export function certifyAuthority(
  key: KeyObject,
  {
    subject,
    permitted,
    now,
  }: { readonly subject: string; readonly permitted: Permitted; readonly now: number },
): string {
  const publicKey = createPublicKey(key)
  return signCertificate({
    subject,
    publicKey,
    issuer: subject,
    signingKey: key,
    // a day back: the clock of who checks may be a little behind
    notBefore: now - daySeconds,
    notAfter: now + lifeSeconds,
    extensions: [...limits(permitted), subjectKey(publicKey)],
  })
}
