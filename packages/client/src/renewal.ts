import type { ClientToken, FetchedToken } from './types.ts'

/** All that the next attempt depends on. Times are Unix seconds on the token server's clock. */
export interface Facts {
  readonly now: number
  readonly token?: ClientToken | undefined
  /** someone waits for the outcome */
  readonly awaited: boolean
  /** the device woke, came back to the net, or the page was looked at, and there was something to do */
  readonly woken: boolean
  readonly failure?: Failure | undefined
  /** 0 to 1, drawn once for each outcome */
  readonly random: number
}

interface Failure {
  /** in a row */
  readonly count: number
  readonly secondsAgo: number
  /** what the server asked for; 0 = nothing */
  readonly retryAfterSeconds: number
}

/**
 * Seconds until the next attempt; `undefined` while there is nothing to attempt. Renewals are spread after
 * `renewAt`. Attempts that failed are repeated: for someone who waits after 1, 2, 4, at most 8 seconds; while the token
 * lives, every 2 to 30, closer together towards its end; after it every 2 to 60. Each pause is shortened by up to
 * a half at random, and comes on top of `Retry-After`.
 */
export function secondsUntilAttempt(facts: Facts): number | undefined {
  const { now, token, failure, awaited, woken, random } = facts
  if (failure !== undefined) return secondsUntilRetry(facts, failure)
  if (awaited) return 0
  if (token === undefined) return undefined
  if (woken && now >= token.renewAt) return 0
  return Math.max(0, renewalDueAt(token, random) - now)
}

function secondsUntilRetry(facts: Facts, failure: Failure): number | undefined {
  const { now, token, awaited, woken, random } = facts
  if (token === undefined && !awaited) return undefined
  const left = token === undefined ? 0 : token.expiresAt - now
  let longest = left > 0 ? Math.min(30, Math.max(2, left / 8)) : Math.min(60, 2 ** failure.count)
  if (awaited) longest = Math.min(longest, 8, 2 ** (failure.count - 1))
  if (woken) longest = Math.min(longest, 1)
  const pause = longest * (0.5 + random / 2)
  const wait = Math.max(0, failure.retryAfterSeconds + pause - failure.secondsAgo)
  // someone asked for a renewal that was not due
  if (token !== undefined && !awaited) return Math.max(wait, renewalDueAt(token, random) - now)
  return wait
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
  const at = given ? renewAt : Math.floor(expiresAt - lead)
  return { token, issuedAt, expiresAt, renewAt: Math.max(at, issuedAt + Math.min(5, life / 2)) }
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
