import type { Reply } from './http.ts'
import type { FetchedToken, Service, TokenWish } from './types.ts'

/** What URLs end with, by the services that are to be had there. */
const served: Readonly<Record<string, string>> = {
  'rtc rtm chat': 'v1/tokens getToken token/getNew token/generate',
  rtc: 'rtcToken access_token rtc fetch_rtc_token',
  'rtc rtm': 'rte',
  rtm: 'rtmToken rtm fetch_rtm_token',
  chat: 'chat',
}

/** One request in the shape of one token server. A body is sent as JSON. */
export interface TokenRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly body?: object | undefined
}

/** How a token server is talked to. */
export interface Endpoint {
  readonly services: readonly Service[]
  /** @param now - Unix seconds */
  readonly request: (wish: TokenWish, now: number) => TokenRequest | Promise<TokenRequest>
  /** The token in a reply whose status is 2xx. Throws, or gives nothing, when there is none. */
  readonly read: (
    reply: Reply,
    service: Service,
  ) => FetchedToken | undefined | Promise<FetchedToken | undefined>
}

/**
 * `POST /v1/tokens`, or another server's way, which is loaded when it is needed.
 *
 * @throws TypeError when the URL has the form of no known token server
 */
export function endpointOf(text: string | URL): Endpoint {
  const base = new URL(text, globalThis.location?.href)
  base.pathname = base.pathname.replace(/\/+$/, '')
  for (const names in served) {
    const ending = served[names]!.split(' ').find((known) => base.pathname.endsWith(`/${known}`))
    if (ending === undefined) continue
    const services = names.split(' ') as Service[]
    return { services, ...(ending === 'v1/tokens' ? ownServer(base.href) : other(ending, base)) }
  }
  throw new TypeError('the url is of no known token server; pass fetchToken')
}

type Talk = Omit<Endpoint, 'services'>

function other(ending: string, base: URL): Talk {
  const load = () => import('./dialects.ts')
  return {
    request: async (wish, now) => (await load()).encode(ending, new URL(base), { wish, now }),
    read: async (reply, service) => (await load()).read(reply, service),
  }
}

function ownServer(url: string): Talk {
  return {
    request({ subject, channel, role, services, expiresInSeconds, version }) {
      const userId = 'account' in subject ? subject.account : `${'uid' in subject && subject.uid}`
      const body: Record<string, unknown> = { expiresInSeconds, version }
      for (const service of services) {
        body[service] = service === 'rtc' ? { channel, ...subject, role } : { userId }
      }
      return { url, method: 'POST', body }
    },
    read: ({ text }) => JSON.parse(text) as FetchedToken,
  }
}
