import { banProblems } from './bans/problems.ts'
import { transportProblems } from './http/transport-problems.ts'
import { issuerProblems } from './issuers/problems.ts'
import { keyProblems } from './keys/problems.ts'
import { policyFieldProblems, policyProblems } from './policies/problems.ts'
import { projectProblems } from './projects/problems.ts'
import { pushProblems } from './push/problems.ts'
import { userProblems } from './users/problems.ts'

/** What a code means to the one who reads it. */
export interface CodeEntry {
  readonly title: string
  readonly cause: string
  readonly remedy: string
}

/** Every problem the server itself answers with. docs/errors.md is generated from these tables. */
export const serverProblems = {
  REQUEST_INVALID: {
    status: 422,
    title: 'The request breaks one or more rules',
    cause:
      'Fields are unknown, missing, of the wrong type, or break a parameter rule. `errors` lists all of them. The status is 400 when the shape is wrong, 422 when only rules are broken.',
    remedy: 'Correct every field in `errors`; each has a pointer and a code of its own.',
  },
  ...transportProblems,
  CALLER_UNAUTHENTICATED: {
    status: 401,
    title: 'No valid API key or JWT',
    cause:
      'The server wants to know who asks, and the request carries neither a key nor a JWT, or one that is wrong, expired or revoked; which of these is not told. Or a session that has ended.',
    remedy:
      'Send a key as `Authorization: Bearer …`, `X-API-Key: …` or `?key=…`, a JWT as `Authorization: Bearer …`. An owner sees what became of it: `symbolon key list`, `symbolon issuer try`.',
  },
  SCOPE_MISSING: {
    status: 403,
    title: 'The API key is not good for this',
    cause:
      'It was made without the scope that this needs; `detail` names it. A JWT is good for tokens alone; a user for what their role has.',
    remedy:
      'Use a key with that scope, or have one made: `symbolon key create --scope`. docs/users.md says which role may do what.',
  },
  ...keyProblems,
  ...issuerProblems,
  ...userProblems,
  ...projectProblems,
  ...policyProblems,
  ...banProblems,
  ...pushProblems,
  PRECONDITION_MISSING: {
    status: 428,
    title: 'It has to be said what is replaced',
    cause: 'Without `If-Match` the work of another owner could be replaced unseen.',
    remedy:
      'Send the `ETag` that reading it gave as `If-Match`, or `*` to replace whatever is there.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    cause: 'The same caller asked for something else under this key, within the last day.',
    remedy: 'Send another key with each new request, and the same only to repeat one.',
  },
  IDEMPOTENCY_UNFINISHED: {
    status: 409,
    title: 'The same request is not answered yet',
    cause:
      'It is being answered at this moment; or the server stopped, or failed, while it did, and it is not known how far it came.',
    remedy:
      'Ask again in a moment. After a minute: look whether it was done, and ask with another key if not. Nothing is done twice.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    cause:
      'The caller, the user, the project or the address has had what the limits of the server allow for now. `RateLimit-Policy` names which, and how much that is.',
    remedy:
      'Wait as many seconds as `Retry-After` says. Keep a token until it is near its end instead of asking for one each time; the operator sets the limits (docs/limits.md).',
  },
  RECORD_UNAVAILABLE: {
    status: 503,
    title: 'The grant cannot be recorded',
    cause: 'The database does not take it: the disk is full, or the database cannot be reached.',
    remedy: 'Try again later; the log of the server says what is wrong. No token was given.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The database cannot be reached',
    cause: 'What owners ask for stands in the database, which does not answer, or takes nothing.',
    remedy:
      'Try again in a moment; the log of the server says what is wrong. Tokens of projects that are buffered are given meanwhile.',
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'The server failed',
    cause: 'A fault of the server.',
    remedy: 'Look for `requestId` in the log of the server.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>

export type ServerProblemCode = keyof typeof serverProblems

/** What can be wrong with one field, beside the parameter rules of `@symbolon/token`. */
export const fieldProblems = {
  FIELD_UNKNOWN: {
    title: 'There is no such field',
    cause: 'The body has a key that means nothing here.',
    remedy: 'Remove it, or look for the right name in /docs.',
  },
  FIELD_MISSING: {
    title: 'A field is missing',
    cause: 'A required field, or one of several of which one is needed, is absent.',
    remedy: 'Add it.',
  },
  FIELD_TYPE: {
    title: 'A field has the wrong type',
    cause: 'For example a number in quotes, or text where an object belongs.',
    remedy: 'Send the type that /docs names; nothing is converted.',
  },
  FIELD_VALUE: {
    title: 'A field has a value that is not allowed',
    cause: 'The value is out of bounds, or not one of those that are possible.',
    remedy: 'Send a value that /docs allows.',
  },
  FIELD_CONFLICT: {
    title: 'Fields exclude one another',
    cause: 'Two fields say different things about the same, like `uid` and `account`.',
    remedy: 'Keep one of them.',
  },
  ...policyFieldProblems,
  SERVICE_NOT_IN_006: {
    title: 'A 006 token cannot hold this',
    cause: 'Version 006 carries one service, `rtc` or `rtm`, and nothing else.',
    remedy: 'Ask for version 007, or for one token per service.',
  },
} as const satisfies Record<string, CodeEntry>

/** One thing wrong with one field of a request. */
export interface FieldError {
  /** JSON pointer into the body, as a URI fragment: `#/rtc/channel` */
  readonly pointer: string
  readonly code: string
  readonly message: string
}

/** Who asked too often, and when to come back. */
export interface Limited {
  /** whose requests are counted: `caller`, `subject`, `project`, `ip`, or `failures` of an address */
  readonly scope: string
  /** until it is worth asking again, 1 or more */
  readonly seconds: number
  /** so many at once */
  readonly quota: number
  /** in which all of them come back */
  readonly windowSeconds: number
}

interface ServerErrorFacts {
  readonly errors?: readonly FieldError[]
  readonly status?: number
  readonly limited?: Limited
  readonly reason?: string
  readonly retryAfterSeconds?: number
}

/** A refused request. Branch on `code`; `message` is for people, holds no secret, and may change. */
export class ServerError extends Error {
  override readonly name = 'ServerError' as const
  readonly code: ServerProblemCode
  readonly errors: readonly FieldError[]
  /** HTTP status, 400 to 599 */
  readonly status: number
  /** of `RATE_LIMITED` */
  readonly limited?: Limited | undefined
  /** for the log alone: what whoever asked is not told */
  readonly reason: string | undefined
  /** for `Retry-After`, of what is no limit of requests */
  readonly retryAfterSeconds?: number | undefined

  constructor(
    code: ServerProblemCode,
    message: string,
    { errors = [], status, limited, reason, retryAfterSeconds }: ServerErrorFacts = {},
  ) {
    super(message)
    this.reason = reason
    this.code = code
    this.errors = errors
    this.limited = limited
    this.status = status ?? serverProblems[code].status
    this.retryAfterSeconds = retryAfterSeconds
  }
}
