import { TokenSourceError } from './errors.ts'
import type { ClientToken, FetchedToken } from './types.ts'

/** All that the next attempt depends on. Times are Unix seconds on the token server's clock. */
export interface Facts {
  readonly now: number
  readonly token?: ClientToken | undefined
  /** someone waits for the outcome */
  readonly awaited: boolean
  /** the device woke, came back to the net, or the page was looked at, after `renewAt` */
  readonly woken: boolean
  readonly failed?: Failed | undefined
  /** 0 to 1, drawn once for each outcome */
  readonly random: number
}

interface Failed {
  readonly error: Pick<TokenSourceError, 'retryAfterSeconds'>
  /** in a row */
  readonly count: number
  readonly secondsAgo: number
}

/**
 * Seconds until the next attempt; `undefined` while there is nothing to attempt. Renewals are spread after
 * `renewAt`. Attempts that failed are repeated: for someone who waits after 1, 2, 4, at most 8 seconds; while the token
 * lives, every 3 to 20, closer together towards its end; after it every 2 to 60; when the device wakes after at most 5. Each
 * pause is shortened by up to a half at random, and comes on top of `Retry-After`.
 */
export function secondsUntilAttempt(facts: Facts): number | undefined {
  const { now, token, failed, awaited, woken, random } = facts
  if (token === undefined && !awaited) return undefined
  const pause = failed ? pauseAfter(failed, facts) : 0
  // what failed before `renewAt` was a renewal that someone asked for
  const isDue = awaited || woken || (failed && now >= token!.renewAt)
  const early = isDue ? 0 : renewalDueAt(token!, random) - now
  return Math.max(0, pause, early)
}

function pauseAfter(
  { error, count, secondsAgo }: Failed,
  { now, token, awaited, woken, random }: Facts,
): number {
  const left = token === undefined ? 0 : token.expiresAt - now
  let longest = left > 0 ? Math.min(20, Math.max(3, left / 6)) : Math.min(60, 2 ** count)
  if (awaited) longest = Math.min(longest, 8, 2 ** (count - 1))
  if (woken) longest = Math.min(longest, 5)
  return error.retryAfterSeconds + longest * (0.5 + random / 2) - secondsAgo
}

/**
 * When a token is renewed: after `renewAt`, at a random point of a span that ends well before the SDK's warning.
 * Clients whose tokens share one end so do not ask all at once.
 */
export function renewalDueAt(
  { issuedAt, expiresAt, renewAt }: ClientToken,
  random: number,
): number {
  const span = Math.min((expiresAt - renewAt) / 2, (renewAt - issuedAt) / 20)
  return renewAt + random * Math.max(0, span)
}

/**
 * The token with a `renewAt` between its issue and its end, and not so soon after the issue that renewals would chase one
 * another. Where there is none it is made as the token server would: a tenth of the life, at least 60 and at most
 * 600 seconds, before the end; for a life under 90 seconds at its half.
 */
export function withRenewAt({ token, issuedAt, expiresAt, renewAt }: FetchedToken): ClientToken {
  const life = expiresAt - issuedAt
  const lead = life < 90 ? Math.ceil(life / 2) : Math.min(600, Math.max(60, life / 10))
  const given = renewAt !== undefined && renewAt >= issuedAt && renewAt <= expiresAt
  const at = given ? renewAt : expiresAt - lead
  const soonest = issuedAt + Math.min(5, Math.floor(life / 2) || 1)
  return { token, issuedAt, expiresAt, renewAt: Math.max(Math.floor(at), soonest) }
}

/** Whether a token has enough life left to join with. */
export function isFit({ issuedAt, expiresAt }: ClientToken, now: number): boolean {
  return expiresAt - now > Math.min(30, (expiresAt - issuedAt) / 4)
}

/** Of two tokens for the same: which to keep. Those of one second are as good as one another. */
export function isNewer(one: ClientToken, other: ClientToken): boolean {
  return (
    one.expiresAt > other.expiresAt ||
    (one.expiresAt === other.expiresAt && one.issuedAt > other.issuedAt)
  )
}

/**
 * A renewal never shortens a token's life.
 *
 * @throws TokenSourceError `TOKEN_NOT_NEWER`
 */
export function refuseOlder({ token, expiresAt }: ClientToken, current?: ClientToken): void {
  if (current === undefined) return
  if (token !== current.token && expiresAt >= current.expiresAt) return
  const message = 'the new token ends no later'
  throw new TokenSourceError('TOKEN_NOT_NEWER', message)
}
