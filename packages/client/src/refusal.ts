import { TokenSourceError } from './errors.ts'
import type { Reply } from './http.ts'

/** Whether a text of someone else's is a code and can hold no secret. */
export function isCode(text: unknown): text is string {
  return /^[A-Z][A-Z_]{2,39}$/.test(`${text}`)
}

/** The error of a reply that is not 2xx. The reply's own words may hold anything; only its code is passed on. */
export function refusal({ status, text, retryAfterSeconds }: Reply): TokenSourceError {
  const code = codeIn(text)
  const serverCode = isCode(code) ? code : undefined
  const message = `the token server answered ${status} ${serverCode ?? ''}`.trimEnd()
  const facts = { status, serverCode, retryAfterSeconds }
  return new TokenSourceError(codeOf(status, retryAfterSeconds), message, facts)
}

function codeIn(text: string): unknown {
  try {
    return JSON.parse(text).code
  } catch {
    return undefined
  }
}

/** 4xx that may pass: a server that is being replaced, a conflict, a limit. */
const passing = [404, 408, 409, 421, 423, 425]

/** What a status means. */
export function codeOf(status: number, retryAfterSeconds: number): TokenSourceError['code'] {
  if (status === 401 || status === 403) return 'TOKEN_REFUSED'
  if (status === 429 || (status === 503 && retryAfterSeconds > 0)) return 'TOKEN_SERVER_BUSY'
  if (status < 400 || status > 499 || passing.includes(status)) return 'TOKEN_SERVER_FAILED'
  return 'TOKEN_REQUEST_INVALID'
}
