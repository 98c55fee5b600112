import { seal, unseal } from '../projects/seal.ts'

/** A sign-in that began here and goes on at an issuer: what only this browser may come back with. */
export interface Pending {
  readonly state: string
  readonly nonce: string
  /** of PKCE (RFC 7636) */
  readonly verifier: string
  /** Unix seconds */
  readonly endsAt: number
}

/** How long somebody may take at the issuer. */
export const pendingSeconds = 600

const belongsTo = { use: 'sign-in' } as const

/** Sealed into a cookie: nobody but a server with the same master key reads or writes it, and none has to keep it. */
export function sealPending(masterKey: Uint8Array, pending: Pending): string {
  return Buffer.from(seal(masterKey, JSON.stringify(pending), belongsTo)).toString('base64url')
}

/** Undefined when it is none of ours, was changed, or is over at `at` (Unix seconds). */
export function openPending(masterKey: Uint8Array, text: string, at: number): Pending | undefined {
  try {
    const sealed = Buffer.from(text, 'base64url')
    const pending = JSON.parse(unseal(masterKey, sealed, belongsTo)) as Pending
    return at < pending.endsAt ? pending : undefined
  } catch {
    return undefined
  }
}
