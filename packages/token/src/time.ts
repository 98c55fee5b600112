import { TokenError } from './errors.ts'
import { longestSeconds } from './warnings.ts'

/** A token's own clock, in Unix seconds. */
export interface Life {
  readonly issuedAt: number
  /** when it ends by its own word; the platform ends it 24 h after `issuedAt` at the latest */
  readonly endsAt: number
  /** ends of the privileges of which one is needed to enter; 0 = never. Empty when the service has none */
  readonly admitting: readonly number[]
  /** whether the service asks for a privilege at all */
  readonly needsPrivilege: boolean
}

/**
 * Whether a token admits at `now`; steps 11 to 13 of the platform's checks.
 *
 * @returns Unix seconds from which it does not
 * @throws TokenError `TOKEN_FROM_FUTURE`, `TOKEN_TIMEOUT`, `TOKEN_EXPIRED`, `PRIVILEGE_MISSING`, `PRIVILEGE_EXPIRED`
 */
export function checkLife(life: Life, now: number, futureSkewSeconds = 300): number {
  if (!Number.isFinite(now)) throw new TypeError('now must be Unix seconds')
  const { issuedAt, endsAt, admitting, needsPrivilege } = life
  if (issuedAt > now + futureSkewSeconds) {
    throw new TokenError(
      'TOKEN_FROM_FUTURE',
      `the token was issued ${issuedAt - now} seconds from now`,
    )
  }
  const latest = issuedAt + longestSeconds
  if (now > latest) {
    throw new TokenError(
      'TOKEN_TIMEOUT',
      `the token was issued ${now - issuedAt} seconds ago, more than 24 hours`,
    )
  }
  const end = Math.min(endsAt, latest)
  if (now >= end)
    throw new TokenError('TOKEN_EXPIRED', `the token expired ${now - end} seconds ago`)
  if (!needsPrivilege) return end
  if (admitting.length === 0)
    throw new TokenError('PRIVILEGE_MISSING', 'the token holds no privilege to enter')
  const last = Math.max(...admitting.map((at) => (at === 0 ? Number.POSITIVE_INFINITY : at)))
  if (now >= last) {
    throw new TokenError(
      'PRIVILEGE_EXPIRED',
      `the privilege to enter expired ${now - last} seconds ago`,
    )
  }
  return Math.min(end, last)
}
