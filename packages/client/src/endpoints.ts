import type { Reply } from './http.ts'
import type { FetchedToken, Service, TokenWish } from './types.ts'

/** What a URL ends with, and which services it has tokens for. */
const served = {
  '/v1/tokens': 'rtc rtm chat',
  '/rtcToken': 'rtc',
  '/rtmToken': 'rtm',
  '/access_token': 'rtc',
  '/rtc': 'rtc',
  '/rte': 'rtc rtm',
  '/rtm': 'rtm',
  '/chat': 'chat',
  '/getToken': 'rtc rtm chat',
  '/token/getNew': 'rtc rtm chat',
  '/token/generate': 'rtc rtm chat',
  '/fetch_rtc_token': 'rtc',
  '/fetch_rtm_token': 'rtm',
} as const

export type Ending = keyof typeof served

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
  const ending = (Object.keys(served) as Ending[]).find((known) => base.pathname.endsWith(known))
  if (ending === undefined) {
    throw new TypeError(`url ends with none of ${Object.keys(served)}; pass fetchToken instead`)
  }
  const services = served[ending].split(' ') as Service[]
  if (ending === '/v1/tokens') return { services, ...ownServer(base.href) }
  const load = () => import('./dialects.ts')
  return {
    services,
    request: async (wish, now) => (await load()).encode(ending, new URL(base), { wish, now }),
    read: async (reply, service) => (await load()).read(reply, service),
  }
}

function ownServer(url: string): Omit<Endpoint, 'services'> {
  return {
    request({ subject, channel, role, services, expiresInSeconds }) {
      const userId = 'account' in subject ? subject.account : `${'uid' in subject && subject.uid}`
      const body: Record<string, unknown> = { expiresInSeconds }
      for (const service of services) {
        body[service] = service === 'rtc' ? { channel, ...subject, role } : { userId }
      }
      return { url, method: 'POST', body }
    },
    read: ({ text }) => JSON.parse(text) as FetchedToken,
  }
}
