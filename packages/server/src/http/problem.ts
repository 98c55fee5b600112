import { isTokenError } from '@symbolon/token'
import { type FieldError, ServerError, type ServerProblemCode, serverProblems } from '../errors.ts'
import { isUnavailable } from '../store/unavailable.ts'

/** RFC 9457, with a stable `code` and all field errors at once. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ServerProblemCode
  readonly detail: string
  readonly requestId: string
  readonly errors?: readonly FieldError[]
}

export const problemMediaType = 'application/problem+json'

export function problem(error: ServerError, requestId: string): Problem {
  const { code, status, message, errors } = error
  return {
    type: `/docs/errors#${code}`,
    title: serverProblems[code].title,
    status,
    code,
    detail: message,
    requestId,
    ...(errors.length > 0 ? { errors } : {}),
  }
}

/**
 * Any thrown thing as a refusal. What is not known to be safe to tell becomes `INTERNAL_ERROR`.
 *
 * @param bodyLimit - how many bytes the route takes, where a route was found
 */
export function asServerError(error: unknown, bodyLimit?: number): ServerError {
  if (error instanceof ServerError) return error
  if (isTokenError(error)) {
    const { code, message } = error
    return new ServerError('REQUEST_INVALID', message, {
      errors: [{ pointer: '#', code, message }],
    })
  }
  if (isUnavailable(error)) {
    const detail = 'The database cannot be reached at the moment.'
    return new ServerError('STORE_UNAVAILABLE', detail, { retryAfterSeconds: 5 })
  }
  const code = frameworkCode(error as { code?: unknown; statusCode?: unknown })
  if (code === undefined) {
    return new ServerError('INTERNAL_ERROR', 'Something went wrong in the server.')
  }
  return new ServerError(code, causeOf(code, bodyLimit))
}

function causeOf(code: ServerProblemCode, bodyLimit: number | undefined): string {
  return code === 'BODY_TOO_LARGE' && bodyLimit !== undefined
    ? `The body has more than ${bodyLimit.toLocaleString('en')} bytes.`
    : serverProblems[code].cause
}

const frameworkCodes: Readonly<Record<string, ServerProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BODY_MALFORMED',
  FST_ERR_CTP_INVALID_JSON_BODY: 'BODY_MALFORMED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BODY_MALFORMED',
  FST_ERR_BAD_URL: 'HTTP_MALFORMED',
  FST_ERR_MAX_PARAM_LENGTH: 'PATH_TOO_LONG',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
}

function frameworkCode({ code, statusCode }: { code?: unknown; statusCode?: unknown }) {
  if (typeof code === 'string' && Object.hasOwn(frameworkCodes, code)) return frameworkCodes[code]
  // a body parser's own complaint, such as a SyntaxError of JSON.parse
  return statusCode === 400 ? 'BODY_MALFORMED' : undefined
}
