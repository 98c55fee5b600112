import { ServerError } from '../errors.ts'
import type { Caller } from '../issue.ts'
import type { ApiKey } from '../keys/api-key.ts'
import type { Scope } from '../keys/scopes.ts'
import type { StoredKeys } from '../keys/stored-keys.ts'
import { type Authenticate, anonymous, holderOf, unauthenticated } from './authenticate.ts'
import { presentedKey } from './presented-key.ts'

export interface KnownCallers {
  readonly keys: Pick<StoredKeys, 'recognise'>
  /** the one of the settings, which is kept in no store */
  readonly operatorKey: string | undefined
  /** whether who brings no key is answered too; see config/access.ts */
  readonly everyone: boolean
}

/** What callers without a key of the store may do; projects and keys are for those that were given them. */
const scopesOfOthers: readonly Scope[] = ['tokens:issue', 'tokens:explain']

/**
 * Callers of a server that keeps keys. Whatever is wrong with a key, the answer is the same: nobody learns from it
 * whether there was such a key once. Who brings what looks like one of ours is never taken for nobody.
 */
export function knowKeys({ keys, operatorKey, everyone }: KnownCallers): Authenticate {
  const isOperator = operatorKey === undefined ? () => undefined : holderOf(operatorKey)
  return (credentials, scope, at) => {
    const presented = presentedKey(credentials)
    if (presented !== undefined) {
      const key = keys.recognise(presented, at)
      if (key !== undefined) return allowed(callerOf(key), key.scopes, scope)
      const operator = isOperator(presented)
      if (operator !== undefined) return allowed(operator, scopesOfOthers, scope)
    }
    const nobody = presented === undefined || !presented.startsWith('sym_')
    if (everyone && nobody && scopesOfOthers.includes(scope)) return anonymous
    throw unauthenticated(presented)
  }
}

function callerOf({ id, scopes }: ApiKey): Caller {
  return { kind: 'key', id, scopes }
}

function allowed(caller: Caller, scopes: readonly Scope[], scope: Scope): Caller {
  if (scopes.includes(scope)) return caller
  throw new ServerError('SCOPE_MISSING', `This key is not good for ${scope}.`)
}
