import type { IncomingHttpHeaders } from 'node:http'
import type { OwnPlace } from './own-place.ts'

/** Browsers take `__Host-` only with TLS, for this host alone: no other of the same domain can set or read it. */
function nameFor(name: string, { secure }: OwnPlace): string {
  return secure ? `__Host-${name}` : name
}

export const sessionCookie = 'symbolon_session'

/** The value of a cookie of ours; undefined when there is none, or several, of which nobody knows which is ours. */
export function cookieIn(
  { cookie = '' }: IncomingHttpHeaders,
  name: string,
  place: OwnPlace,
): string | undefined {
  const begin = `${nameFor(name, place)}=`
  const own = cookie.split(';').flatMap((pair) => {
    const text = pair.trim()
    return text.startsWith(begin) ? [text.slice(begin.length)] : []
  })
  return own.length === 1 ? own[0] : undefined
}

/**
 * A `Set-Cookie` that no script reads. `Strict`: sent with nothing that another site began.
 *
 * @param seconds - how long the browser keeps it; 0 takes it away
 */
export function setCookie(
  name: string,
  { value, seconds, sameSite = 'Strict', place }: NewCookie,
): string {
  const parts = [
    `${nameFor(name, place)}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite}`,
    `Max-Age=${seconds}`,
    ...(place.secure ? ['Secure'] : []),
  ]
  return parts.join('; ')
}

interface NewCookie {
  readonly value: string
  readonly seconds: number
  readonly sameSite?: 'Strict' | 'Lax'
  readonly place: OwnPlace
}
