import type { Claims007, InspectedClaims006 } from '../claims.ts'
import { longestSeconds } from '../warnings.ts'
import { endOf, lifeOf } from './life.ts'

/** One instant in the life of a token. */
export interface Moment {
  /** Unix seconds */
  readonly at: number
  /** `dayEnds`: 24 h after issue, when every token is over */
  readonly what: 'issued' | 'now' | 'privilegeEnds' | 'tokenEnds' | 'dayEnds'
  /** `rtc.publishAudio`; in a 006 token without the service */
  readonly privilege?: string
}

/** The token's instants in order. Privileges without an end of their own are left out. */
export function timelineOf(claims: Claims007 | InspectedClaims006, now: number): readonly Moment[] {
  const { issuedAt, endsAt } = lifeOf(claims)
  const moments: Moment[] = [
    { at: issuedAt, what: 'issued' },
    { at: now, what: 'now' },
    { at: endsAt, what: 'tokenEnds' },
    { at: issuedAt + longestSeconds, what: 'dayEnds' },
  ]
  const add = (prefix: string, privileges: object): void => {
    for (const [name, value] of Object.entries(privileges)) {
      const at = endOf(claims, value as number)
      if (Number.isFinite(at)) moments.push({ at, what: 'privilegeEnds', privilege: prefix + name })
    }
  }
  if (claims.version === '006') add('', claims.privileges)
  else for (const { type, privileges } of claims.services) add(`${type}.`, privileges)
  return moments.sort((a, b) => a.at - b.at)
}
