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
  BODY_MALFORMED: {
    status: 400,
    title: 'The body is not valid JSON',
    cause: 'The body is empty, cut off, or not JSON.',
    remedy: 'Send one JSON object, as UTF-8.',
  },
  HTTP_MALFORMED: {
    status: 400,
    title: 'Not a valid HTTP request',
    cause: 'The request line, the headers or the percent-encoding of the path cannot be read.',
    remedy: 'Percent-encode the path; check the client or the proxy in between.',
  },
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
  KEY_UNKNOWN: {
    status: 404,
    title: 'There is no such key',
    cause: 'No key has this id.',
    remedy: 'Look at the keys: `symbolon key list`.',
  },
  KEY_ENDED: {
    status: 409,
    title: 'The key cannot be rotated',
    cause: 'It is expired, revoked, or was replaced by another already.',
    remedy: 'Rotate the key that replaced it, or make a new one.',
  },
  ISSUER_UNKNOWN: {
    status: 404,
    title: 'There is no such issuer',
    cause: 'No issuer of JWTs has this id.',
    remedy: 'Look at the issuers: `symbolon issuer list`.',
  },
  ISSUER_EXISTS: {
    status: 409,
    title: 'There is such an issuer already',
    cause: 'One with this id, or with this `iss`, is kept here.',
    remedy: 'Remove that one first: `symbolon issuer remove`.',
  },
  ISSUER_UNREADABLE: {
    status: 422,
    title: 'What the issuer publishes cannot be read',
    cause:
      'Its address is not https, does not answer in time or not with 200, redirects, is too large, is not JSON, or is about another issuer; `detail` says which.',
    remedy: 'Compare the address with `iss` of its tokens, to the last slash; or name a `jwksUrl`.',
  },
  ISSUER_UNAVAILABLE: {
    status: 503,
    title: 'The issuer of the JWT cannot be asked',
    cause: 'Its keys cannot be read, and those that were read before are too old to go by.',
    remedy: 'Try again in half a minute; the log of the server says what is wrong.',
  },
  ...userProblems,
  PROJECT_UNKNOWN: {
    status: 404,
    title: 'This server does not serve that App ID',
    cause: '`appId` is not that of a project this server signs for.',
    remedy: 'Leave `appId` out, or ask the server of that project.',
  },
  PROJECT_EXISTS: {
    status: 409,
    title: 'There is such a project already',
    cause: 'A project with this App ID is kept here.',
    remedy: 'Change that one, or take another App ID.',
  },
  PROJECT_DISABLED: {
    status: 403,
    title: 'The project is disabled',
    cause: 'Its owner switched it off: no token is issued for it.',
    remedy: 'Enable it: `symbolon project enable`.',
  },
  POLICY_DENIED: {
    status: 403,
    title: 'The policy does not allow it',
    cause:
      'The policy of the project refuses at least one service of the request to this caller. `errors` names each of them and the rule.',
    remedy:
      'Ask for less, or have the policy changed; `symbolon policy explain` shows what each rule says (docs/policy.md).',
  },
  SUBJECT_BANNED: {
    status: 403,
    title: 'The subject is banned',
    cause:
      'The user or the channel is banned, or the token would let in one who is: a token for any user, or a 006 token, which can be used for other names than its own.',
    remedy:
      'Wait until the ban is over, or have it lifted (`symbolon ban lift`). For somebody else ask for a 007 token that names its user (docs/bans.md).',
  },
  BAN_UNKNOWN: {
    status: 404,
    title: 'There is no such ban',
    cause: 'The project has no ban of this id.',
    remedy: 'Look at its bans: `symbolon ban list --all`.',
  },
  POLICY_INVALID: {
    status: 422,
    title: 'That is not a policy',
    cause: 'Rules have fields that are unknown, missing, or say what cannot be.',
    remedy: 'Correct every field in `errors`; docs/policy.md tells what rules are made of.',
  },
  POLICY_UNKNOWN: {
    status: 404,
    title: 'There is no such version',
    cause: 'The policy of the project was never set so often.',
    remedy: 'Look at the versions: `GET /v1/projects/{appId}/policy/versions`.',
  },
  POLICY_CHANGED: {
    status: 412,
    title: 'Somebody else has set the policy',
    cause: 'The version that was to be replaced is not the one that is set.',
    remedy: 'Read the policy again, see what changed (`…/policy/diff`), and set yours again.',
  },
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
  CERTIFICATE_EXISTS: {
    status: 409,
    title: 'There is such a certificate already',
    cause: 'A project has one primary and one secondary certificate at most.',
    remedy: 'Delete the secondary certificate first; the primary one is exchanged by a swap.',
  },
  CERTIFICATE_PRIMARY_MISSING: {
    status: 409,
    title: 'The project has no primary certificate',
    cause: 'It was made with the App ID only, and none was enabled since.',
    remedy: 'Enable the primary certificate first.',
  },
  CERTIFICATE_UNKNOWN: {
    status: 404,
    title: 'There is no such certificate',
    cause: 'The project has none of that name, or it was deleted.',
    remedy: 'Look at the certificates of the project.',
  },
  CERTIFICATE_IS_PRIMARY: {
    status: 409,
    title: 'The primary certificate can be neither disabled nor deleted',
    cause: 'It signs every token.',
    remedy:
      'Add a secondary certificate and swap; this one can be disabled and deleted when its tokens have ended.',
  },
  CERTIFICATE_DRAINING: {
    status: 409,
    title: 'Tokens of the certificate are still about',
    cause:
      'The ledger holds tokens that it signed and that have not ended. Deleted, it would refuse them.',
    remedy: 'Wait until they have ended, a day at most; or give a reason, which is kept.',
  },
  CERTIFICATE_ENABLED: {
    status: 409,
    title: 'The certificate is enabled',
    cause: 'Tokens that it signed are still admitted.',
    remedy: 'Disable it first, which can be taken back; deleting cannot.',
  },
  CERTIFICATE_DISABLED: {
    status: 409,
    title: 'The certificate is disabled',
    cause: 'Tokens that it signs would be refused.',
    remedy: 'Enable it first.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    title: 'Nothing is here',
    cause: 'No route has this path and method.',
    remedy: '`GET /docs` lists the paths.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'This path does not answer that method',
    cause: 'The path exists, the method does not.',
    remedy: 'Use a method of the `Allow` header.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request took too long to arrive',
    cause: 'Headers or body did not arrive in time.',
    remedy:
      'Send the whole request at once; see `SYMBOLON_REQUEST_TIMEOUT_SECONDS` in docs/configuration.md.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    cause: 'The body has more than 65,536 bytes, or, with a policy in it, more than 4 MiB.',
    remedy: 'Ask for less in one request.',
  },
  PATH_TOO_LONG: {
    status: 414,
    title: 'A part of the path is too long',
    cause: 'One segment of the path has more than 1,024 characters.',
    remedy: 'No channel, user or account is that long; check what was put into the path.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The body has the wrong media type',
    cause: '`Content-Type` is not `application/json`.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The headers are too large',
    cause: 'The headers have more than 16 KiB.',
    remedy: 'Send fewer or shorter headers; cookies are not needed here.',
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
  POLICY_MISSING: {
    title: 'The project has no policy yet',
    cause:
      'Nobody has said yet who may have what. Until then nobody gets anything of a project that was imported, and nobody with a JWT gets anything of any.',
    remedy: 'Write a policy, and set it: `symbolon policy set @policy.json` (docs/policy.md).',
  },
  RULE_DENIES: {
    title: 'A rule denies it',
    cause: 'The first rule that speaks of it, from the top, has the effect `deny`.',
    remedy: 'Ask for something else, or have the rule changed.',
  },
  NO_RULE_ALLOWS: {
    title: 'No rule allows it',
    cause: 'What no rule allows is refused.',
    remedy: '`symbolon policy explain` says which condition of each rule is not met.',
  },
  WILDCARD_PUBLISH: {
    title: 'A token for many channels or users may not publish',
    cause: 'A rule allows it for one user in one channel.',
    remedy: 'Ask for one, or for a subscriber; or add `"wildcardPublish": true` to the rule.',
  },
  UNBOUND_PUBLISH: {
    title: 'A token for any user may not publish',
    cause: 'A rule allows it for a user that is named.',
    remedy: 'Name the uid, or ask for a subscriber; or add `"unboundPublish": true` to the rule.',
  },
  NOTHING_LEFT: {
    title: 'A cap leaves nothing of it',
    cause: 'Rules with the effect `cap` take away every privilege that was asked for.',
    remedy: 'Ask for other privileges, or have the rule changed.',
  },
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
