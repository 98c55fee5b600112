import type { Inspection } from '@symbolon/token/inspect'
import type { FetchedToken } from './types.ts'

const daySeconds = 86_400

/**
 * When a token was issued and when the first thing in it ends, read from the token itself. The reader of tokens is
 * loaded when the first one comes: most token servers of today say these times, and then it is not needed.
 *
 * @throws TokenError when the text is no token
 */
export async function readLife(token: string): Promise<FetchedToken> {
  const { inspect } = await import('@symbolon/token/inspect')
  return { token, ...lifeOf(inspect(token).claims) }
}

/** @throws RangeError for the formats before 006, which no token server here issues */
function lifeOf(claims: Inspection['claims']): { issuedAt: number; expiresAt: number } {
  if (claims.version === '006') {
    const ends = endsOf(claims.privileges)
    return { issuedAt: claims.ts - daySeconds, expiresAt: Math.min(claims.ts, ...ends) }
  }
  if (claims.version !== '007') throw new RangeError('a format without a life of its own')
  const { issuedAt, expiresInSeconds } = claims
  const spans = claims.services.flatMap(({ privileges }) => endsOf(privileges))
  return {
    issuedAt,
    expiresAt: issuedAt + Math.min(expiresInSeconds || daySeconds, daySeconds, ...spans),
  }
}

/** 0 = no end of its own. */
function endsOf(privileges: object): number[] {
  return (Object.values(privileges) as number[]).filter((end) => end !== 0)
}
