import { createHash } from 'node:crypto'
import { inspect } from '@symbolon/token'

/**
 * What the ledger calls a token: 32 hexadecimal characters of a hash over its signature. The text is no identity
 * (deflate is the encoder's choice), and the signature itself would be half of a token.
 */
export function tokenIdOf(token: string): string {
  const { signature } = inspect(token, { limits })
  return createHash('sha256').update(`symbolon token\0${signature}`).digest('hex').slice(0, 32)
}

/** What a body of 64 KiB can become. */
const limits = { maxTextBytes: 262_144, maxInflatedBytes: 131_072 }
