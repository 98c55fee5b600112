/** Every problem the server itself refuses a request with. `docs/errors.md` lists the same codes; a test keeps both equal. */
export const serverProblems = {
  BODY_MALFORMED: { status: 400, title: 'The body is not valid JSON' },
  REQUEST_INVALID: { status: 422, title: 'The request breaks one or more rules' },
  CALLER_UNAUTHENTICATED: { status: 401, title: 'No valid API key' },
  PROJECT_UNKNOWN: { status: 404, title: 'This server does not serve that App ID' },
  ROUTE_UNKNOWN: { status: 404, title: 'Nothing is here' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This path does not answer that method' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'The body has the wrong media type' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  HTTP_MALFORMED: { status: 400, title: 'Not a valid HTTP request' },
  INTERNAL_ERROR: { status: 500, title: 'The server failed' },
  SERVER_DRAINING: { status: 503, title: 'The server is stopping' },
} as const

export type ServerProblemCode = keyof typeof serverProblems

/** One thing wrong with one field of a request. */
export interface FieldError {
  /** JSON pointer into the body, as a URI fragment: `#/rtc/channel` */
  readonly pointer: string
  readonly code: string
  readonly message: string
}

/** A refused request. Branch on `code`; `message` is for people, holds no secret, and may change. */
export class ServerError extends Error {
  override readonly name = 'ServerError' as const
  readonly code: ServerProblemCode
  readonly errors: readonly FieldError[]

  constructor(code: ServerProblemCode, message: string, errors: readonly FieldError[] = []) {
    super(message)
    this.code = code
    this.errors = errors
  }

  get status(): number {
    return serverProblems[this.code].status
  }
}
