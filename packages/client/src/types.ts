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

export type Service = 'rtc' | 'rtm' | 'chat'

/** What one token is asked for. */
export interface TokenWish {
  /** needed for `rtc` */
  readonly channel?: string | undefined
  readonly subject: Subject
  readonly role: Role
  readonly services: readonly Service[]
  /** default: the token server's own */
  readonly expiresInSeconds?: number | undefined
}

/** A function of the app that gets a token. `signal` is aborted when it takes too long or the source is closed. */
export type FetchToken = (
  wish: TokenWish & { readonly signal: AbortSignal },
) => Promise<FetchedToken>
