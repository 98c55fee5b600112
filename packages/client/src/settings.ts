import { type Endpoint, endpointOf } from './endpoints.ts'
import type { Environment } from './environment.ts'
import type { Headers, Origin } from './fetch-token.ts'
import type { FetchToken, Role, Service, Subject, TokenVersion, TokenWish } from './types.ts'

interface CommonOptions {
  /** needed for `rtc` */
  readonly channel?: string
  readonly subject: Subject
  /** default "publisher" */
  readonly role?: Role
  /** what the token opens; several go into one token where the token server can do that. Default: `rtc`, or what the URL has */
  readonly services?: readonly Service[]
  /** life to ask for; default: the token server's own */
  readonly expiresInSeconds?: number
  /** for an SDK that reads 006 alone, as Web SDK 2.x and 3.x do. Default: the token server's own */
  readonly version?: TokenVersion
  /** of each attempt; default 10 */
  readonly timeoutSeconds?: number
  /** default: this device */
  readonly environment?: Environment
}

/** A token server by its URL. */
export interface UrlOptions extends CommonOptions {
  /** ends with `/v1/tokens` or with the path of another token server that is known (see the README) */
  readonly url: string | URL
  /** sent with each request, such as `authorization`; a function is asked each time */
  readonly headers?: Headers | (() => Headers | Promise<Headers>)
  /** as of `fetch`; default "same-origin" */
  readonly credentials?: RequestCredentials
  /** false: this tab asks for itself. Default: tabs with the same url, channel, subject, role and services share */
  readonly shareAs?: string | false
  readonly fetchToken?: never
}

/** A function of the app. */
export interface FetchOptions extends CommonOptions {
  readonly fetchToken: FetchToken
  /** a name under which tabs share tokens. Default: they do not */
  readonly shareAs?: string | false
  readonly url?: never
}

export type TokenSourceOptions = UrlOptions | FetchOptions

export interface Settings {
  readonly origin: Origin
  readonly wish: TokenWish
  /** the name under which tabs share; none = this tab keeps to itself */
  readonly shareName: (wish: TokenWish) => string | undefined
}

/** @throws TypeError or RangeError on options that can give no token */
export function settingsOf(options: TokenSourceOptions): Settings {
  const endpoint = options.url === undefined ? undefined : endpointOf(options.url)
  const wish = wishOf(options, endpoint)
  const { timeoutSeconds = 10 } = options
  if (!(timeoutSeconds > 0)) throw new RangeError('timeoutSeconds is above 0')
  const { fetchToken, headers, credentials } = options as UrlOptions & FetchOptions
  return {
    origin: { endpoint, fetchToken, headers, credentials, timeoutSeconds },
    wish,
    shareName: shareNameOf(options),
  }
}

function wishOf(options: TokenSourceOptions, endpoint: Endpoint | undefined): TokenWish {
  const { channel, subject, role = 'publisher', expiresInSeconds, version } = options
  const services = options.services ?? [endpoint?.services[0] ?? 'rtc']
  const alien = services.find((service) => endpoint && !endpoint.services.includes(service))
  if (alien !== undefined) throw new TypeError(`the url has no tokens for ${alien}`)
  if (services.length === 0) throw new TypeError('services is empty')
  if (services.includes('rtc') && !channel) throw new TypeError('channel is missing')
  if ('anyUid' in subject && services.some((service) => service !== 'rtc')) {
    throw new TypeError('rtm and chat tokens are for one user')
  }
  if ('uid' in subject && subject.uid >>> 0 !== subject.uid) {
    throw new RangeError('uid is an integer from 0 to 4294967295')
  }
  return { channel, subject, role, services, expiresInSeconds, version }
}

/** With a sum of the URL alone, whose query may hold a key. */
function shareNameOf({ url, shareAs }: TokenSourceOptions): Settings['shareName'] {
  if (shareAs === false || (url === undefined && shareAs === undefined)) return () => undefined
  const of = shareAs ?? sumOf(`${url}`)
  return (wish) => `@symbolon/client ${JSON.stringify([of, wish])}`
}

/** FNV-1a, 32 bits: enough to tell a few URLs apart, and not enough to give a key away. */
function sumOf(text: string): number {
  return [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 1)
}
