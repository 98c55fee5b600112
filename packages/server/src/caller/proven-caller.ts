import { ServerError } from '../errors.ts'
import type { Caller } from '../issue.ts'
import type { Proof } from '../issuers/prove-jwt.ts'

/**
 * Whom a JWT proves.
 *
 * @throws ServerError `CALLER_UNAUTHENTICATED`, the same whatever is wrong with it; `ISSUER_UNAVAILABLE` when it could not
 * be judged. The log is told which
 */
export function provenCaller(proof: Proof): Caller {
  if (proof.good) return { kind: 'jwt', id: proof.callerId, claims: proof.claims }
  const { reason } = proof
  throw reason === 'JWT_KEYS_UNAVAILABLE'
    ? new ServerError('ISSUER_UNAVAILABLE', 'The issuer of the JWT cannot be asked.', { reason })
    : new ServerError('CALLER_UNAUTHENTICATED', 'The JWT proves nobody to this server.', { reason })
}
