import type { Claims007, InspectedClaims006, Service } from '../claims.ts'
import { formatsByType } from '../services/registry.ts'
import { longestSeconds, looksLikeTimestamp } from '../warnings.ts'
import { type Case, type Finding, found } from './finding.ts'
import { hasService } from './service.ts'

/** When a token begins and ends, in Unix seconds. */
export function lifeOf(claims: Claims007 | InspectedClaims006): {
  issuedAt: number
  endsAt: number
  asked: number
} {
  if (claims.version === '006') {
    // the official builders write generation time + 24 h
    const issuedAt = claims.ts - longestSeconds
    return { issuedAt, endsAt: claims.ts, asked: (claims.privileges.joinChannel ?? 0) - issuedAt }
  }
  const { issuedAt, expiresInSeconds: asked } = claims
  return { issuedAt, endsAt: issuedAt + Math.min(asked || longestSeconds, longestSeconds), asked }
}

/** Unix seconds at which a privilege ends; infinite for 0, which is no end of its own. */
export function endOf(claims: Claims007 | InspectedClaims006, value: number): number {
  if (value === 0) return Number.POSITIVE_INFINITY
  return claims.version === '007' ? claims.issuedAt + value : value
}

/** Issue time, end of the token, end of the privilege that admits. */
export function* life(c: Case): Iterable<Finding> {
  const { claims, situation } = c
  const { now, futureSkewSeconds = 300 } = situation
  const { issuedAt, endsAt, asked } = lifeOf(claims)
  const old = now > issuedAt + longestSeconds
  if (issuedAt > now + futureSkewSeconds) {
    yield found('ISSUED_IN_FUTURE', 'proved', { seconds: issuedAt - now })
    yield* zoneShift(issuedAt - now)
  } else if (old) yield found('ISSUED_OVER_24H', 'proved', { seconds: now - issuedAt })
  else if (now >= endsAt) yield found('TOKEN_EXPIRED', 'proved', { seconds: now - endsAt })
  yield* admission(c)
  if (claims.version === '007' && looksLikeTimestamp(asked)) {
    yield found('EXPIRY_IS_TIMESTAMP', 'likely', { value: asked })
  } else if (asked > longestSeconds && !looksLikeTimestamp(asked)) {
    yield found('LIFETIME_OVER_24H', 'proved', { seconds: asked })
  }
}

/** The privilege without which nobody gets in. */
function* admission(c: Case): Iterable<Finding> {
  const { claims, wanted, situation } = c
  if (!hasService(c)) return // that it is missing says all
  const names = admittingNames(c)
  const [name] = names
  if (name === undefined) return
  const values = privilegesOf(c).flatMap((held) =>
    names.map((one) => held[one]).filter((value) => value !== undefined),
  )
  if (values.length === 0) {
    const code = wanted === 'rtc' ? 'JOIN_PRIVILEGE_MISSING' : 'LOGIN_PRIVILEGE_MISSING'
    yield found(code, 'proved', { join: wanted, value: names.join(', ') })
    return
  }
  const end = Math.max(...values.map((value) => endOf(claims, value)))
  if (!endsWithToken(claims, end)) {
    if (situation.now >= end) yield* privilegeEnded(c, end, name)
    else if (claims.version === '007' && situation.now >= lifeOf(claims).endsAt) {
      yield found('TOKEN_SHORTER_THAN_PRIVILEGE', 'proved')
    }
  }
  for (const value of values) {
    const far = value > situation.now + 10 * 365 * longestSeconds
    if (claims.version === '006' && far) yield found('EXPIRY_MILLISECONDS', 'likely', { value })
    if (claims.version === '007' && looksLikeTimestamp(value))
      yield found('EXPIRY_IS_TIMESTAMP', 'likely', { value })
  }
}

/** The two were given one life, or end at one instant: then the token's end says all. */
function endsWithToken(claims: Claims007 | InspectedClaims006, end: number): boolean {
  const { endsAt, asked } = lifeOf(claims)
  return end === endsAt || (claims.version === '007' && end === endOf(claims, asked))
}

function* privilegeEnded(
  { claims, situation, wanted }: Case,
  end: number,
  name: string,
): Iterable<Finding> {
  const { issuedAt } = lifeOf(claims)
  const seconds = situation.now - end
  if (claims.version === '006' && !looksLikeTimestamp(end)) {
    yield found('EXPIRY_RELATIVE', 'proved', { value: end })
    return
  }
  if (end < issuedAt) {
    yield found('EXPIRED_WHEN_MADE', 'likely', { seconds: issuedAt - end })
    yield* zoneShift(end - issuedAt)
    // an unsigned 32-bit field keeps the rest of the milliseconds only
    if ((end - ((issuedAt * 1000) % 2 ** 32) + 2 ** 32) % 2 ** 32 <= longestSeconds * 1000) {
      yield found('EXPIRY_MILLISECONDS', 'hint', { value: end })
    }
  }
  const code = wanted === 'rtc' ? 'PRIVILEGE_EXPIRED' : 'LOGIN_PRIVILEGE_EXPIRED'
  yield found(code, 'proved', { seconds, join: wanted, value: name })
}

/** Off by whole half hours, give or take a minute: local time was taken for UTC. */
function* zoneShift(seconds: number): Iterable<Finding> {
  const halves = Math.round(seconds / 1800)
  const near = Math.abs(seconds - halves * 1800) <= 60
  if (halves !== 0 && Math.abs(halves) <= 28 && near) {
    yield found('CLOCK_ZONE', 'hint', { value: `${halves > 0 ? '+' : ''}${halves / 2} h` })
  }
}

/** Any one of these lets its user in. */
function admittingNames({ claims, wanted }: Case): readonly string[] {
  if (wanted === undefined) return []
  if (claims.version === '006') return [wanted === 'rtm' ? 'rtmLogin' : 'joinChannel']
  return wanted === 'rtc'
    ? ['joinChannel']
    : Object.keys(formatsByType.get(wanted)?.privileges.ids ?? {})
}

type Held = { readonly [name: string]: number | undefined }

/** The privileges that count for this join: those of each service that fits, or nearly does. */
export function privilegesOf({ claims, subject }: Case): readonly Held[] {
  if (claims.version === '006') return [claims.privileges]
  return (subject?.services ?? []).map((service: Service) => service.privileges as Held)
}
