import { ServerError } from '../errors.ts'
import type { Buckets } from '../limiter/buckets.ts'
import { tooMany } from '../limiter/refusal.ts'
import type { Authenticate } from './authenticate.ts'
import { presentedKey } from './presented-key.ts'

/**
 * Looks at no more keys of an address that has brought too many wrong ones, for a while: a right one is refused then too,
 * or guesses would go on. A right key before that changes nothing of what is counted. Who brings none is no guesser; nor is
 * who brings a JWT: signatures are not guessed, and those of honest people end every few minutes.
 *
 * @param onBlocked - an address has just brought one too many
 */
export function slowGuessing(
  authenticate: Authenticate,
  { failures, onBlocked }: { readonly failures: Buckets; readonly onBlocked: (ip: string) => void },
): Authenticate {
  return (credentials, scope, at) => {
    const { ip } = credentials
    if (ip === undefined || presentedKey(credentials) === undefined) {
      return authenticate(credentials, scope, at)
    }
    const wait = failures.waitOf(ip, at)
    if (wait > 0) throw tooMany('failures', failures.rate, wait)
    const note = (error: unknown): never => {
      if (isWrongKey(error)) {
        failures.take(ip, at)
        if (failures.waitOf(ip, at) > 0) onBlocked(ip)
      }
      throw error
    }
    try {
      const who = authenticate(credentials, scope, at)
      return who instanceof Promise ? who.catch(note) : who
    } catch (error) {
      return note(error)
    }
  }
}

/** Only a JWT has a reason. */
function isWrongKey(error: unknown): boolean {
  if (!(error instanceof ServerError) || error.reason !== undefined) return false
  return error.code === 'CALLER_UNAUTHENTICATED'
}
