/** Every reason this package reports. The README lists the same codes; a test keeps both equal. */
export const tokenSourceErrorCodes = [
  // final: asking again would not change the answer
  'TOKEN_REFUSED',
  'TOKEN_REQUEST_INVALID',
  // tried again
  'TOKEN_SERVER_BUSY',
  'TOKEN_SERVER_FAILED',
  'TOKEN_SERVER_UNREACHABLE',
  'TOKEN_SERVER_TIMEOUT',
  'TOKEN_REPLY_INVALID',
  'TOKEN_NOT_NEWER',
  // of this client
  'TOKEN_SOURCE_CLOSED',
  // of the adapters
  'SDK_RENEWAL_FAILED',
  'SDK_REJOIN_FAILED',
] as const

/** The code of a {@link TokenSourceError}: stable, UPPER_SNAKE. */
export type TokenSourceErrorCode = (typeof tokenSourceErrorCodes)[number]

/** What is known beside the code. */
export interface TokenSourceErrorFacts extends ErrorOptions {
  /** HTTP status of the reply */
  readonly status?: number | undefined
  /** the code that the token server gave */
  readonly serverCode?: string | undefined
  /** seconds that the token server asked to wait; 0 = it did not say */
  readonly retryAfterSeconds?: number
}

/**
 * Why there is no token, or why an SDK did not take it. Branch on `code`; `message` is for people and may
 * change. Holds no token, no header and no query of the URL. A `fetchToken` of your own may throw it.
 */
export class TokenSourceError extends Error {
  override readonly name = 'TokenSourceError' as const
  declare readonly code: TokenSourceErrorCode
  declare readonly status: number | undefined
  declare readonly serverCode: string | undefined
  declare readonly retryAfterSeconds: number

  constructor(code: TokenSourceErrorCode, message: string, facts: TokenSourceErrorFacts = {}) {
    super(message, facts)
    Object.assign(this, { retryAfterSeconds: 0, ...facts, code })
  }
}

/** True for a {@link TokenSourceError}, also one of another copy of this package. */
export function isTokenSourceError(error: unknown): error is TokenSourceError {
  return error instanceof Error && error.name === 'TokenSourceError' && 'code' in error
}

/** What an app's own function or an SDK threw, as one of ours. */
export function asTokenSourceError(
  cause: unknown,
  code: TokenSourceErrorCode = 'TOKEN_SERVER_UNREACHABLE',
  message = 'a function of the app failed',
): TokenSourceError {
  return isTokenSourceError(cause) ? cause : new TokenSourceError(code, message, { cause })
}

/** Whether asking again is of no use. */
export function isFinal({ code }: TokenSourceError): boolean {
  return code === 'TOKEN_REFUSED' || code === 'TOKEN_REQUEST_INVALID'
}
