/** Every reason this package refuses something. `docs/errors.md` lists the same codes; a test keeps both equal. */
export const tokenErrorCodes = [
  // reading
  'TOKEN_MALFORMED',
  'TOKEN_VERSION_UNKNOWN',
  'TOKEN_LIMIT_EXCEEDED',
  // writing
  'APP_ID_INVALID',
  'CERTIFICATE_INVALID',
  'SERVICES_EMPTY',
  'CLAIMS_NOT_CANONICAL',
  // verifying, in the order of the checks
  'APP_ID_MISMATCH',
  'TOKEN_SIGNATURE_MISMATCH',
  'SERVICE_MISSING',
  'CHANNEL_MISMATCH',
  'UID_MISMATCH',
  'TOKEN_FROM_FUTURE',
  'TOKEN_TIMEOUT',
  'TOKEN_EXPIRED',
  'PRIVILEGE_MISSING',
  'PRIVILEGE_EXPIRED',
  // parameter rules of the shorthands (see parameters.ts)
  'CHANNEL_EMPTY',
  'CHANNEL_TOO_LONG',
  'CHANNEL_CHARACTERS',
  'ACCOUNT_LENGTH',
  'ACCOUNT_CHARACTERS',
  'UID_NOT_INTEGER',
  'UID_NEGATIVE',
  'UID_OUT_OF_RANGE',
  'ROLE_UNKNOWN',
  'EXPIRY_INVALID',
] as const

/** The code of a {@link TokenError}: stable, UPPER_SNAKE, documented in `docs/errors.md`. */
export type TokenErrorCode = (typeof tokenErrorCodes)[number]

/**
 * A refused input. Branch on `code`; `message` is for people and may change.
 * No message holds a certificate or a whole token.
 */
export class TokenError extends Error {
  override readonly name = 'TokenError' as const
  readonly code: TokenErrorCode

  constructor(code: TokenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A text that cannot be read as a token. Short words: they are in every bundle that reads tokens. */
export function malformed(what: string): TokenError {
  return new TokenError('TOKEN_MALFORMED', `the token is damaged: ${what}`)
}

/** Bytes stand where the token should have ended. */
export const leftOver = 'bytes left over'

/** A token beyond a bound of {@link Limits}. */
export function exceeded(what: string): TokenError {
  return new TokenError('TOKEN_LIMIT_EXCEEDED', `the token exceeds the limit of ${what}`)
}

/** True for a {@link TokenError}, also one of another realm or another copy of this package. */
export function isTokenError(error: unknown): error is TokenError {
  return error instanceof Error && error.name === 'TokenError' && 'code' in error
}
