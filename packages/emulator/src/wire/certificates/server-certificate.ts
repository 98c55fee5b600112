import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { type Authority, daySeconds } from './authority.ts'
import { serverExtensions } from './extensions.ts'
import { signCertificate } from './x509.ts'

/** What a TLS server shows and proves; both PEM, to be given to `https.createServer` as they are. */
export interface ServerCertificate {
  readonly cert: string
  /** secret: lives in memory alone */
  readonly key: string
}

/**
 * The names under which the Web SDK looks for a gateway on this machine. Neither Node nor
 * Chromium takes a wildcard right below a top-level name, so the one that matters is spelled out.
 */
export const localNames: readonly string[] = [
  'localhost',
  '127-0-0-1.localhost',
  '*.localhost',
  '127.0.0.1',
  '::1',
]

// browsers refuse what is good for longer than 398 days, wherever its issuer came from
const lifeSeconds = 397 * daySeconds

/**
 * A new key, and a certificate for it from a day before `now` (Unix seconds) to 396 days after, or
 * until the authority ends.
 */
export function certifyServer(
  authority: Authority,
  { names, now }: { readonly names: readonly string[]; readonly now: number },
): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const notBefore = now - daySeconds
  const cert = signCertificate({
    subject: 'Symbolon emulator (tests only)',
    publicKey,
    issuer: authority.subject,
    signingKey: authority.key,
    notBefore,
    notAfter: Math.min(notBefore + lifeSeconds, authority.expiresAt),
    extensions: serverExtensions(names, createPublicKey(authority.key)),
  })
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
}
