import { createHash, timingSafeEqual } from 'node:crypto'
import { ServerError } from '../errors.ts'
import type { Caller, Credentials } from '../issue.ts'
import type { Scope } from '../keys/scopes.ts'
import { presentedKey } from './presented-key.ts'

/**
 * Who asks, for something that needs `scope`, at `at` (Unix seconds).
 *
 * @throws ServerError `CALLER_UNAUTHENTICATED`, `SCOPE_MISSING`
 */
export type Authenticate = (
  credentials: Credentials,
  scope: Scope,
  at: number,
) => Caller | Promise<Caller>

export const anonymous: Caller = { kind: 'anonymous', id: 'anonymous' }

/** Everyone is answered. Only for loopback, or where the operator said so (config/access.ts). */
export const answerEveryone: Authenticate = () => anonymous

/**
 * One static key for all callers.
 *
 * @throws ServerError `CALLER_UNAUTHENTICATED`
 */
export function requireKey(key: string): Authenticate {
  const isHolder = holderOf(key)
  return (credentials) => {
    const presented = presentedKey(credentials)
    const caller = presented === undefined ? undefined : isHolder(presented)
    if (caller !== undefined) return caller
    throw unauthenticated(presented)
  }
}

/**
 * The caller, if a text is this key. Digests are compared, so that neither the length nor the content of the key can
 * be told from the time a refusal takes.
 */
export function holderOf(key: string): (presented: string) => Caller | undefined {
  const expected = digest(key)
  const caller: Caller = { kind: 'key', id: `key ${fingerprint(key)}` }
  return (presented) => (timingSafeEqual(digest(presented), expected) ? caller : undefined)
}

/** The refusal, the same for whatever is wrong with a key. */
export function unauthenticated(presented: string | undefined): ServerError {
  return new ServerError(
    'CALLER_UNAUTHENTICATED',
    presented === undefined
      ? 'Send the API key as "Authorization: Bearer …", as "X-API-Key: …" or as ?key=….'
      : 'The API key is not one that this server knows.',
  )
}

/** A name for the key that does not help to guess it. */
function fingerprint(key: string): string {
  return digest(key).toString('hex').slice(0, 8)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
