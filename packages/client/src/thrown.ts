import { isTokenSourceError, TokenSourceError } from './errors.ts'
import { retryAfterOf } from './http.ts'
import { codeOf } from './refusal.ts'

/** What HTTP clients throw; a `Response` has the first two. */
interface Thrown {
  readonly status?: number
  readonly headers?: Partial<Pick<Headers, 'get'>>
  readonly response?: Thrown
  readonly retryAfterSeconds?: number
}

/**
 * What a function of the app threw. With a `status` of 400 or more it counts as if the token server had answered that.
 *
 * @param now - Unix seconds of the device
 */
export function failureOf(cause: unknown, now: number): TokenSourceError {
  if (isTokenSourceError(cause)) return cause
  const thrown = (cause ?? {}) as Thrown
  const { status, headers } = thrown.response ?? thrown
  const said = thrown.retryAfterSeconds ?? headers?.get?.('retry-after')
  const retryAfterSeconds = retryAfterOf(said, now)
  const known = status !== undefined && status >= 400
  const code = known ? codeOf(status, retryAfterSeconds) : 'TOKEN_SERVER_UNREACHABLE'
  const facts = { cause, status, retryAfterSeconds }
  return new TokenSourceError(code, 'a function of the app failed', facts)
}
