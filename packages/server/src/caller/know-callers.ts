import { ServerError } from '../errors.ts'
import type { Caller, Credentials } from '../issue.ts'
import type { Proof } from '../issuers/prove-jwt.ts'
import type { StoredIssuers } from '../issuers/stored-issuers.ts'
import type { ApiKey } from '../keys/api-key.ts'
import type { Scope } from '../keys/scopes.ts'
import type { StoredKeys } from '../keys/stored-keys.ts'
import { type Authenticate, anonymous, holderOf, unauthenticated } from './authenticate.ts'
import { presentedJwt } from './presented-jwt.ts'
import { presentedKey } from './presented-key.ts'
import { provenCaller } from './proven-caller.ts'

export interface KnownCallers {
  readonly keys: Pick<StoredKeys, 'recognise'>
  readonly issuers: Pick<StoredIssuers, 'prove' | 'any'>
  /** the one of the settings, which is kept in no store */
  readonly operatorKey: string | undefined
  /** whether who brings no key is answered too; see config/access.ts */
  readonly everyone: boolean
}

/** What callers without a key of the store may do; projects and keys are for those that were given them. */
const scopesOfOthers: readonly Scope[] = ['tokens:issue', 'tokens:explain']

/**
 * Callers of a server that keeps keys and issuers. Whatever is wrong with a key, the answer is the same: nobody learns from
 * it whether there was such a key once. Who brings what looks like one of ours is never taken for nobody; nor is who
 * brings a JWT to a server that believes issuers.
 */
export function knowCallers({ keys, issuers, operatorKey, everyone }: KnownCallers): Authenticate {
  const isOperator = operatorKey === undefined ? () => undefined : holderOf(operatorKey)
  const prove = provingOnce(issuers.prove)
  return (credentials, scope, at) => {
    const presented = presentedKey(credentials)
    if (presented !== undefined) {
      const key = keys.recognise(presented, at)
      if (key !== undefined) return allowed(callerOf(key), key.scopes, scope)
      const operator = isOperator(presented)
      if (operator !== undefined) return allowed(operator, scopesOfOthers, scope)
      const jwt = issuers.any() ? presentedJwt(credentials) : undefined
      if (jwt !== undefined) {
        const proof = prove(jwt, credentials, at)
        return proof.then((one) => allowed(provenCaller(one), scopesOfOthers, scope))
      }
    }
    const nobody = presented === undefined || !presented.startsWith('sym_')
    if (everyone && nobody && scopesOfOthers.includes(scope)) return anonymous
    throw unauthenticated(presented)
  }
}

type Prove = StoredIssuers['prove']

/** One request is asked about several times on its way, and proven once. */
function provingOnce(
  prove: Prove,
): (jwt: string, asked: Credentials, at: number) => Promise<Proof> {
  const proofs = new WeakMap<Credentials['headers'], Promise<Proof>>()
  return (jwt, { headers }, at) => {
    const known = proofs.get(headers)
    if (known !== undefined) return known
    const proof = prove(jwt, at)
    proofs.set(headers, proof)
    return proof
  }
}

function callerOf({ id, scopes }: ApiKey): Caller {
  return { kind: 'key', id, scopes }
}

function allowed(caller: Caller, scopes: readonly Scope[], scope: Scope): Caller {
  if (scopes.includes(scope)) return caller
  const what = caller.kind === 'jwt' ? 'A JWT' : 'This key'
  throw new ServerError('SCOPE_MISSING', `${what} is not good for ${scope}.`)
}
