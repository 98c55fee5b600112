import { TokenError } from './errors.ts'
import { longestSeconds } from './warnings.ts'

/** A token's own clock, in Unix seconds. */
export interface Life {
  readonly issuedAt: number
  /** when it ends by its own word; the platform ends it 24 h after `issuedAt` at the latest */
  readonly endsAt: number
  /** when the last privilege to enter ends; infinite = never, undefined = there is none */
  readonly admitsUntil: number | undefined
}

/** A privilege's end as an instant: 0 in a token stands for none. */
export function endOf(privilege: number, base: number): number {
  return privilege === 0 ? Number.POSITIVE_INFINITY : base + privilege
}

/**
 * Whether a token admits at `now`; steps 11 to 13 of the platform's checks.
 *
 * @returns Unix seconds from which it does not
 * @throws TokenError `TOKEN_FROM_FUTURE`, `TOKEN_TIMEOUT`, `TOKEN_EXPIRED`, `PRIVILEGE_MISSING`, `PRIVILEGE_EXPIRED`
 */
export function checkLife(life: Life, now: number, futureSkewSeconds = 300): number {
  if (!Number.isFinite(now)) throw new TypeError('now must be Unix seconds')
  const { issuedAt, endsAt, admitsUntil } = life
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
  if (admitsUntil === undefined) {
    throw new TokenError('PRIVILEGE_MISSING', 'the token holds no privilege to enter')
  }
  if (now >= admitsUntil) {
    const ago = now - admitsUntil
    throw new TokenError('PRIVILEGE_EXPIRED', `the privilege to enter expired ${ago} seconds ago`)
  }
  return Math.min(end, admitsUntil)
}
