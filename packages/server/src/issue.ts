import type { IncomingHttpHeaders } from 'node:http'
import type { KnownService } from '@symbolon/token'
import type { Clocks } from './clocks.ts'
import type { Scope } from './keys/scopes.ts'

/** Who asks over HTTP. Never the subject of the token. */
export interface Caller {
  readonly kind: 'anonymous' | 'key' | 'jwt' | 'user'
  /** what the record calls it; for a key its id or fingerprint, never the key */
  readonly id: string
  /** what an issuer of identities says of the caller; rules may ask for it */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
  /** of a key that is kept: what it is good for */
  readonly scopes?: readonly Scope[]
}

/** What of an HTTP request can prove a caller. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders
  /** the value of `?key=`, for clients that cannot send headers */
  readonly key?: string | undefined
  /** where it comes from; absent where nobody is counted by address */
  readonly ip?: string | undefined
  /** what the log and the audit call the request */
  readonly requestId?: string | undefined
}

/** When a privilege ends: seconds after issue, or an absolute Unix second. 0, either way, is no end of its own. */
export type End = number | { readonly at: number }

/** A service as asked for: privileges end as `End` says, everything else as in the token. */
export type RequestedService = KnownService extends infer Known
  ? Known extends KnownService
    ? Omit<Known, 'privileges'> & { readonly privileges: { readonly [name: string]: End } }
    : never
  : never

/** What a caller asks for, in no dialect's words. */
export interface TokenRequest {
  /** the HTTP shape it came in: 'v1', 'demo-server', … */
  readonly dialect: string
  /** absent = the server's own project */
  readonly appId?: string | undefined
  readonly version: '006' | '007'
  /** life of the whole token; a 006 token always lives 24 h, its privileges less */
  readonly expiresInSeconds: number
  /** 006 takes exactly one, `rtc` or `rtm` */
  readonly services: readonly RequestedService[]
  /**
   * false: what the imitated server accepted is accepted, broken rules become warnings.
   * true: broken parameter rules are refused, lives over 24 h are capped.
   */
  readonly strict: boolean
}

/** Something about a grant its caller probably did not mean; `code` is a warning's or that of a broken rule. */
export interface GrantWarning {
  readonly code: string
  readonly message: string
}

/** What policy allowed: the request, bounded. Holds no secret, so it can be written down. */
export interface Grant {
  readonly appId: string
  readonly version: '006' | '007'
  readonly expiresInSeconds: number
  readonly services: readonly RequestedService[]
  readonly warnings: readonly GrantWarning[]
  /** names of the rules that allowed it, one for each service; absent where the project is open to every caller */
  readonly rules?: readonly string[]
  /** version of the policy that these rules are of */
  readonly policy?: number
}

/** A minted token and what it says about itself; instants are Unix seconds. */
export interface Issued {
  readonly token: string
  readonly version: '006' | '007'
  readonly appId: string
  readonly issuedAt: number
  /** when it stops admitting, to the first of its services: at its end, or at that of a privilege to enter */
  readonly expiresAt: number
  /** when to ask for the next one: before the first thing in it ends */
  readonly renewAt: number
  readonly warnings: readonly GrantWarning[]
  /** where a ledger is kept: what names the token there. No answer shows it */
  readonly signed?: Signed | undefined
}

/** Which token this is, without giving it away, and which certificate signed it. */
interface Signed {
  readonly tokenId: string
  readonly certificateId: string
}

export interface IssueSteps extends Clocks {
  readonly authenticate: (
    credentials: Credentials,
    scope: 'tokens:issue',
    at: number,
  ) => Caller | Promise<Caller>
  /** Refuses who asks too often; absent = nobody is counted. */
  readonly limit?:
    | ((caller: Caller, request: TokenRequest, at: number) => void | Promise<void>)
    | undefined
  readonly decide: (caller: Caller, request: TokenRequest, at: number) => Grant | Promise<Grant>
  readonly mint: (grant: Grant, at: number) => Issued
  readonly record: (entry: GrantEntry) => void | Promise<void>
  /** writes down that a request was refused; nobody waits for it */
  readonly recordRefusal?: (entry: RefusalEntry) => void
}

/** What is written down about every grant: never the token, never the certificate. */
export interface GrantEntry {
  readonly caller: Caller
  readonly dialect: string
  readonly request: TokenRequest
  readonly grant: Grant
  readonly issuedAt: number
  readonly expiresAt: number
  readonly signed?: Signed | undefined
  readonly requestId?: string | undefined
}

/** What is written down of a request that was decided against. */
export interface RefusalEntry {
  readonly caller: Caller
  readonly request: TokenRequest
  readonly requestId?: string | undefined
  /** what `decide` threw */
  readonly error: unknown
}

export type Issue = (credentials: Credentials, request: TokenRequest) => Promise<Issued>

/** The request path, whole: who asks, what may they have, make it, write it down. Each step throws to refuse. */
export function issueToken({ authenticate, limit, decide, mint, ...steps }: IssueSteps): Issue {
  const { record, recordRefusal, tokenNow, systemNow } = steps
  return async (credentials, request) => {
    const { requestId } = credentials
    const at = tokenNow() // one reading of each clock per request
    // a step that need not wait is not waited for: each turn of the microtask queue costs a tenth of a token
    const askedAt = systemNow()
    // also where a guard did before: a body may come so late that the key is revoked by then
    const who = authenticate(credentials, 'tokens:issue', askedAt)
    const caller = who instanceof Promise ? await who : who
    const limited = limit?.(caller, request, askedAt)
    if (limited instanceof Promise) await limited
    let grant: Grant
    try {
      const decided = decide(caller, request, at)
      grant = decided instanceof Promise ? await decided : decided
    } catch (error) {
      recordRefusal?.({ caller, request, requestId, error })
      throw error
    }
    const issued = mint(grant, at)
    const { issuedAt, expiresAt, signed } = issued
    const recorded = record({
      caller,
      dialect: request.dialect,
      request,
      grant,
      issuedAt,
      expiresAt,
      signed,
      requestId,
    })
    if (recorded instanceof Promise) await recorded // no token leaves unrecorded
    return issued
  }
}
