import { createHash, timingSafeEqual } from 'node:crypto'
import { ServerError } from '../errors.ts'
import type { Caller, Credentials } from '../issue.ts'

export type Authenticate = (credentials: Credentials) => Caller

const anonymous: Caller = { kind: 'anonymous', id: 'anonymous' }

/** Everyone is answered. Only for loopback, or where the operator said so (config/access.ts). */
export const answerEveryone: Authenticate = () => anonymous

/**
 * One static key for all callers, as `Authorization: Bearer`, `X-API-Key` or `?key=`. Digests are compared, so
 * that neither the length nor the content of the key can be told from the time a refusal takes.
 *
 * @throws ServerError `CALLER_UNAUTHENTICATED`
 */
export function requireKey(key: string): Authenticate {
  const expected = digest(key)
  const caller: Caller = { kind: 'key', id: `key ${fingerprint(key)}` }
  return (credentials) => {
    const presented = presentedKey(credentials)
    if (presented !== undefined && timingSafeEqual(digest(presented), expected)) return caller
    throw new ServerError(
      'CALLER_UNAUTHENTICATED',
      presented === undefined
        ? 'Send the API key as "Authorization: Bearer …", as "X-API-Key: …" or as ?key=….'
        : 'The API key is not the one this server was started with.',
    )
  }
}

/** A name for the key that does not help to guess it. */
function fingerprint(key: string): string {
  return digest(key).toString('hex').slice(0, 8)
}

function presentedKey({ headers, key }: Credentials): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const header = headers['x-api-key']
  return typeof header === 'string' ? header : key
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
