import type { IncomingHttpHeaders } from 'node:http'
import { ServerError } from '../errors.ts'

/** The address that browsers have this server at. */
export interface OwnPlace {
  readonly origin: string
  /** by TLS */
  readonly secure: boolean
}

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/**
 * The one of the settings; else this machine itself, as the browser calls it. Any other `Host` is nobody's: what stands
 * in it is whatever a name was pointed here.
 */
export function ownPlace(
  { host = '' }: IncomingHttpHeaders,
  publicUrl: string | undefined,
): OwnPlace | undefined {
  if (publicUrl !== undefined) {
    const { origin, protocol } = new URL(publicUrl)
    return { origin, secure: protocol === 'https:' }
  }
  return loopbackHost.test(host)
    ? { origin: `http://${host.toLowerCase()}`, secure: false }
    : undefined
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request with a session comes from our own pages. Browsers say with everything that changes something where
 * it comes from; who says nothing is none, and has no business with a session. Reading may be without: a page of
 * another origin cannot see the answer, and the cookie is not sent to it.
 *
 * @throws ServerError `ORIGIN_REFUSED`
 */
export function needOwnOrigin(
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
  { origin }: OwnPlace,
): void {
  const said = saysOwn(headers, origin)
  if (said === true || (said === undefined && reading.has(method))) return
  throw refused()
}

/** The same of a request without a session, which programs send too: who says nothing is let in. */
export function refuseOtherOrigin(headers: IncomingHttpHeaders, { origin }: OwnPlace): void {
  if (saysOwn(headers, origin) === false) throw refused()
}

/** `Origin` counts; where a browser leaves it out, `Sec-Fetch-Site`. */
function saysOwn(headers: IncomingHttpHeaders, own: string): boolean | undefined {
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined) return origin === own
  if (site === undefined || site === 'none') return undefined // none: typed, or a bookmark
  return site === 'same-origin'
}

function refused(): ServerError {
  return new ServerError('ORIGIN_REFUSED', 'The request does not come from a page of this server.')
}
