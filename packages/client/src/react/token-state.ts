import type { TokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'

/** What a component knows of its token. */
export interface TokenState {
  /**
   * To join with; null until the first one is there. It stays when it has ended: who is in a channel then joins again with
   * the next, and is not someone who leaves.
   */
  readonly token: string | null
  /** Unix seconds on the token server's clock; null as long as `token` is */
  readonly expiresAt: number | null
  /** the token has ended, and no other is there yet */
  readonly expired: boolean
  /** why there is no token, or no newer one, or not the role that was wanted; null again with the next */
  readonly error: TokenSourceError | null
  /** for `useAutoRenew`, or an adapter; null until the component is mounted */
  readonly source: TokenSource | null
  /** Begins again when there is an `error`, also after a refusal: for a user who has signed in again. */
  readonly retry: () => void
}

/** What a source tells of its token. */
export type Known = Omit<TokenState, 'source' | 'retry'>
