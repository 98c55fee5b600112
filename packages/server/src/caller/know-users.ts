import { ServerError } from '../errors.ts'
import type { Caller, Credentials } from '../issue.ts'
import type { Scope } from '../keys/scopes.ts'
import { cookieIn, sessionCookie } from '../users/cookies.ts'
import { needOwnOrigin, ownPlace } from '../users/own-place.ts'
import { scopesOf } from '../users/roles.ts'
import type { SignIn } from '../users/sign-in.ts'
import { presentedKey } from './presented-key.ts'

/**
 * Who is signed in, for something that needs `scope`, at `at`. Undefined where the request brings no session, or a key
 * beside it: what is sent on purpose counts, not what the browser adds.
 *
 * @throws ServerError `CALLER_UNAUTHENTICATED`, `ORIGIN_REFUSED`, `SCOPE_MISSING`
 */
export type KnowUsers = (
  request: Credentials & { readonly method: string },
  scope: Scope,
  at: number,
) => Promise<Caller> | undefined

export function knowUsers(
  signIn: Pick<SignIn, 'recognise'>,
  publicUrl: string | undefined,
): KnowUsers {
  return (request, scope, at) => {
    const { headers } = request
    if (headers.cookie === undefined || presentedKey(request) !== undefined) return undefined
    const place = ownPlace(headers, publicUrl)
    const text = place && cookieIn(headers, sessionCookie, place)
    if (place === undefined || text === undefined) return undefined
    return (async () => {
      needOwnOrigin(request, place)
      const known = await signIn.recognise(text, at)
      if (known === undefined) throw ended()
      const { id, role } = known.user
      const scopes = scopesOf(role)
      if (!scopes.includes(scope)) {
        throw new ServerError('SCOPE_MISSING', `The role ${role} is not good for ${scope}.`)
      }
      return { kind: 'user', id, scopes }
    })()
  }
}

function ended(): ServerError {
  return new ServerError('CALLER_UNAUTHENTICATED', 'The session has ended. Sign in again.')
}
