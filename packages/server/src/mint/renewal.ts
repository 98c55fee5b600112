import type { Claims } from '@symbolon/token'

/**
 * When a client should ask for the next token (Unix seconds): a tenth of the life, at least 60 and at most 600 seconds,
 * before the first thing in the token ends. The platform warns 30 seconds before, which is late for a slow network.
 * A life up to 60 seconds leaves no room for that: then at its half.
 */
export function renewalAt(claims: Claims, expiresAt: number, issuedAt: number): number {
  const end = firstEnd(claims, expiresAt, issuedAt)
  const life = Math.max(0, end - issuedAt)
  if (life <= 60) return issuedAt + Math.floor(life / 2)
  return end - Math.min(600, Math.max(60, Math.floor(life / 10)))
}

function firstEnd(claims: Claims, expiresAt: number, issuedAt: number): number {
  let first = expiresAt
  if (claims.version === '006') {
    const { privileges } = claims as { privileges: Readonly<Record<string, number>> }
    for (const name in privileges) first = earlier(first, privileges[name]!)
    return first
  }
  for (const service of claims.services) {
    const privileges = service.privileges as Readonly<Record<string, number>>
    for (const name in privileges) {
      const seconds = privileges[name]!
      if (seconds !== 0) first = Math.min(first, issuedAt + seconds)
    }
  }
  return first
}

/** 0 = no end of its own. */
function earlier(first: number, at: number): number {
  return at === 0 ? first : Math.min(first, at)
}
