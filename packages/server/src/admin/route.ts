import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import type { Act } from '../act.ts'
import type { AuditDesk } from '../audit/audit-desk.ts'
import type { BanDesk } from '../bans/ban-desk.ts'
import type { PlatformView } from '../bans/public-ban.ts'
import type { Clocks } from '../clocks.ts'
import { ServerError } from '../errors.ts'
import { requestIdOf } from '../http/request-id.ts'
import type { Caller, Credentials } from '../issue.ts'
import type { IssuerDesk } from '../issuers/issuer-desk.ts'
import type { StoredIssuers } from '../issuers/stored-issuers.ts'
import type { KeyDesk } from '../keys/key-desk.ts'
import type { Scope } from '../keys/scopes.ts'
import { faultFields } from '../observe/fault-fields.ts'
import type { Log } from '../observe/log.ts'
import type { PolicyDesk } from '../policies/policy-desk.ts'
import type { ReplayKept } from '../policies/replay-audit.ts'
import type { Console } from '../projects/console.ts'
import type { Emergency } from '../projects/emergency.ts'
import type { Push } from '../push/push.ts'
import type { Ledger } from '../record/ledger.ts'
import type { Once } from '../repeats/once.ts'
import type { Simulate } from '../simulate.ts'
import type { UserDesk } from '../users/user-desk.ts'
import { credentialsOf } from '../v1/credentials.ts'
import { findingsOf } from '../v1/findings.ts'
import { changes, schemaOf } from './route-schema.ts'

/** What an owner does over HTTP is done with these, as by the command. */
export interface Owner {
  readonly console: Console
  readonly emergency: Emergency
  readonly keys: KeyDesk
  readonly policies: PolicyDesk
  readonly ledger: Ledger
  /** as the server answers that is asked */
  readonly simulate: Simulate
  readonly replay: ReplayKept
  readonly audit: AuditDesk
  readonly bans: BanDesk
  /** whether this server tells a platform of the bans of a project */
  readonly viewOf: (appId: string) => Promise<PlatformView>
  readonly once: Once
  readonly issuers: IssuerDesk
  /** as the server judges it that answers */
  readonly proveJwt: StoredIssuers['prove']
  readonly users: UserDesk
  /** what this server keeps in memory is read again: whoever changed something finds it changed */
  readonly refresh: () => Promise<void>
}

export interface AdminDeps extends Owner, Clocks {
  /** absent = nothing is pushed */
  readonly push?: Push | undefined
  readonly log: Log
}

/** A request that was let in and has the right shape. */
interface Asked {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | undefined>>
  readonly body: unknown
  /** `If-Match`, of routes that are `versioned` */
  readonly ifMatch: string | undefined
  readonly caller: Caller
  /** what proved the caller */
  readonly credentials: Credentials
  /** Unix seconds, by the system's clock */
  readonly at: number
  /** Unix seconds, by the clock of tokens: see `Clocks` */
  readonly tokenAt: number
  /** the caller, now */
  readonly act: Act
}

/** One operation of the owner's API: what it needs, what it takes and gives, and what it does. */
export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly scope: Scope
  readonly id: string
  readonly summary: string
  readonly description?: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /** most bytes of a body, where those of every request are too few */
  readonly bodyLimit?: number
  /** a POST that changes nothing: its question is too long for an address, or too secret */
  readonly asks?: boolean
  /** which version an answer shows, for `ETag` */
  readonly versioned?: (answered: object) => number
  readonly status?: 200 | 201
  readonly reply: TSchema
  readonly refusals: Readonly<Record<number, string>>
  readonly answer: (asked: Asked) => Promise<object>
}

/** Who asks has been settled before: see v1/guard.ts. Every act leaves a line in the log, every change is in force at once. */
export function answerRoute(app: FastifyInstance, deps: AdminDeps, route: AdminRoute): void {
  const { method, url, scope, status = 200, bodyLimit, versioned } = route
  app.route({
    method,
    url,
    config: { scope },
    attachValidation: true,
    schema: schemaOf(route),
    ...(bodyLimit && { bodyLimit }),
    preValidation: async (request) => {
      request.body ??= route.body && {} // so that what is missing is named
    },
    handler: async (request, reply) => {
      const { caller, params, query, body, headers, validationError } = request
      if (caller === undefined) throw new TypeError('a route that nobody guards')
      findingsOf(validationError?.validation ?? []).refuseIfAny()
      const at = deps.systemNow()
      const by = { kind: caller.kind, id: caller.id }
      const requestId = requestIdOf(request.raw)
      const what = { params, query, body, ifMatch: headers['if-match'] }
      const when = { at, act: { by, at, requestId }, tokenAt: deps.tokenNow() }
      const credentials = credentialsOf(request)
      const asked = { ...what, caller, credentials, ...when } as Asked
      const { answer, repeated } = await act(deps, route, { asked, name: nameOf(headers) })
      if (repeated) reply.header('idempotent-replayed', 'true')
      if (versioned !== undefined) reply.header('etag', `"${versioned(answer)}"`)
      return reply.code(status).send(answer)
    },
  })
}

interface Named {
  readonly asked: Asked
  /** what its caller calls the request; it is done once under it */
  readonly name: string | undefined
}

async function act({ log, once, refresh }: AdminDeps, route: AdminRoute, { asked, name }: Named) {
  const { method, id, answer } = route
  const done = async () => {
    const answered = await answer(asked)
    const { caller, params } = asked
    const { requestId } = asked.act
    if (method !== 'GET') log.info({ caller: caller.id, act: id, ...params, requestId }, 'done')
    return answered
  }
  if (!changes(route)) return { answer: await done(), repeated: false }
  const answered =
    name === undefined
      ? { answer: await done(), repeated: false }
      : await once({ ...contentOf(asked, id), name }, done)
  await refresh().catch((error: unknown) => log.error(faultFields(error), 'not yet in force'))
  return answered
}

/** In quotes, as a structured field has it, or without. */
function nameOf({ 'idempotency-key': key }: IncomingHttpHeaders): string | undefined {
  return typeof key === 'string' ? key.replace(/^"(.*)"$/, '$1') : undefined
}

/** What makes it the same request. An API key in the address is not of it. */
function contentOf({ caller, at, params, query, body, ifMatch }: Asked, id: string) {
  const { key: _, ...rest } = { key: undefined, ...query }
  const content = [id, params, rest, body, ifMatch]
  return { caller: `${caller.kind} ${caller.id}`, content, at }
}

/** One field of a body, refused. */
export function refuseField(pointer: string, code: string, message: string): ServerError {
  const errors = [{ pointer, code, message }]
  const detail = `${pointer}: ${message}`
  return new ServerError('REQUEST_INVALID', detail, { errors, status: 400 })
}
