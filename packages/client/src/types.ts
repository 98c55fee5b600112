/** A token and its times: Unix seconds on the clock of the token server. */
export interface ClientToken {
  readonly token: string
  readonly issuedAt: number
  readonly expiresAt: number
  /** from then on the next one is asked for */
  readonly renewAt: number
}

/** What a `fetchToken` gives. It is taken to be made just now: `issuedAt` sets the clock that ends are read by. */
export type FetchedToken = Omit<ClientToken, 'renewAt'> & { readonly renewAt?: number | undefined }

/** Whom the token is for. `anyUid` is good for every user of the channel. */
export type Subject =
  | { readonly uid: number }
  | { readonly account: string }
  | { readonly anyUid: true }

export type Role = 'publisher' | 'subscriber'

/** Where one token comes from, other than all else. */
export interface Once {
  readonly fetchToken: FetchToken
}

export type Service = 'rtc' | 'rtm' | 'chat'

/** of the token's format */
export type TokenVersion = '006' | '007'

/** What one token is asked for. */
export interface TokenWish {
  /** needed for `rtc` */
  readonly channel?: string | undefined
  readonly subject: Subject
  readonly role: Role
  readonly services: readonly Service[]
  /** default: the token server's own */
  readonly expiresInSeconds?: number | undefined
  /** default: the token server's own */
  readonly version?: TokenVersion | undefined
}

/**
 * A function of the app that gets a token. `signal` is aborted when it takes too long or the source is closed. What it throws
 * is taken as the reply of a token server where it has a `status`, or a `response` with one: 401 and 403 are final, 429 is
 * asked again after `retryAfterSeconds` or the header `Retry-After`. Everything else is tried again.
 */
export type FetchToken = (
  wish: TokenWish & { readonly signal: AbortSignal },
) => FetchedToken | Promise<FetchedToken>
