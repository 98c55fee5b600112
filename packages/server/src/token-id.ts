import { hash } from 'node:crypto'
import { inspect } from '@symbolon/token'
import { daySeconds } from './day.ts'
import type { TokenName } from './record/ledger.ts'

/**
 * What the ledger calls a token: 32 hexadecimal characters of a hash over its signature. The text is no identity
 * (deflate is the encoder's choice), and the signature itself would be half of a token.
 */
export function tokenIdOf(token: string): string {
  return idOfSignature(inspect(token, { limits }).signature)
}

/** By what the ledger finds a token. @throws TokenError when it is none */
export function tokenNameOf(token: string): TokenName {
  const { claims, signature } = inspect(token, { limits })
  return { tokenId: idOfSignature(signature), issuedAt: issuedAtOf(claims) }
}

/** None is given here but of these two versions. */
function issuedAtOf(claims: ReturnType<typeof inspect>['claims']): number {
  if (claims.version === '007') return claims.issuedAt
  return claims.version === '006' ? claims.ts - daySeconds : 0
}

/** From the signature of a token, 64 hexadecimal characters. */
export function idOfSignature(signature: string): string {
  return hash('sha256', `symbolon token\0${signature}`, 'hex').slice(0, 32)
}

/** What a body of 64 KiB can become. */
const limits = { maxTextBytes: 262_144, maxInflatedBytes: 131_072 }
