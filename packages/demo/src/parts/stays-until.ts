import type { Explanation } from '@symbolon/token'

type Claims = NonNullable<Explanation['claims']>
type Claims007 = Extract<Claims, { version: '007' }>
type Claims006 = Extract<Claims, { version: '006' }>

/**
 * When the platform puts out whoever came in with a token, in Unix seconds; it warns 30 seconds before. That is the end
 * of the privilege to join or to log in, not of the token, and infinite where there is none.
 */
export function staysUntil(claims: Claims | undefined): number {
  if (claims?.version === '006') return staysUntil006(claims)
  return claims?.version === '007' ? staysUntil007(claims) : Number.POSITIVE_INFINITY
}

/** Ends within 24 hours, whatever was asked for. */
function staysUntil006({ ts, privileges }: Claims006): number {
  const { joinChannel, rtmLogin } = privileges
  return Math.min((joinChannel ?? rtmLogin) || ts, ts)
}

/** Of several services the one that lasts longest counts. */
function staysUntil007({ issuedAt, services }: Claims007): number {
  const spans = services.flatMap((one) => (one.type === 'rtc' ? one.privileges.joinChannel : []))
  const logins = services.flatMap((one) =>
    one.type === 'rtm' || one.type === 'rtm2' ? one.privileges.login : [],
  )
  const ends = (spans.length > 0 ? spans : logins).map((span) => (span ? issuedAt + span : never))
  return ends.length > 0 ? Math.max(...ends) : never
}

const never = Number.POSITIVE_INFINITY
