import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import type { BanDesk } from '../bans/ban-desk.ts'
import type { PlatformView } from '../bans/public-ban.ts'
import type { Clocks } from '../clocks.ts'
import { ServerError } from '../errors.ts'
import type { Caller } from '../issue.ts'
import type { KeyDesk } from '../keys/key-desk.ts'
import type { Scope } from '../keys/scopes.ts'
import { faultFields } from '../observe/fault-fields.ts'
import type { Log } from '../observe/log.ts'
import type { PolicyDesk } from '../policies/policy-desk.ts'
import type { Console } from '../projects/console.ts'
import type { Ledger } from '../record/ledger.ts'
import { findingsOf } from '../v1/findings.ts'
import { schemaOf } from './route-schema.ts'

/** What an owner does over HTTP is done with these, as by the command. */
export interface Owner {
  readonly console: Console
  readonly keys: KeyDesk
  readonly policies: PolicyDesk
  readonly ledger: Ledger
  readonly bans: BanDesk
  /** whether this server tells a platform of the bans of a project */
  readonly viewOf: (appId: string) => PlatformView
  /** what this server keeps in memory is read again: whoever changed something finds it changed */
  readonly refresh: () => Promise<void>
}

export interface AdminDeps extends Owner, Clocks {
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
  /** Unix seconds, by the system's clock */
  readonly at: number
  /** Unix seconds, by the clock of tokens: see `Clocks` */
  readonly tokenAt: number
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
export function answerRoute(
  app: FastifyInstance,
  { log, systemNow, tokenNow, refresh }: AdminDeps,
  route: AdminRoute,
): void {
  const { method, url, scope, id, status = 200, bodyLimit, versioned, answer } = route
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
      const { caller, params, query, body, headers } = request
      if (caller === undefined) throw new TypeError('a route that nobody guards')
      findingsOf(request.validationError?.validation ?? []).refuseIfAny()
      const what = { params, query, body, ifMatch: headers['if-match'] }
      const asked = { ...what, caller, at: systemNow(), tokenAt: tokenNow() } as Asked
      const answered = await answer(asked)
      if (method !== 'GET') {
        log.info({ caller: caller.id, act: id, ...asked.params }, 'done')
      }
      if (method !== 'GET' && !route.asks) {
        await refresh().catch((error: unknown) => log.error(faultFields(error), 'not yet in force'))
      }
      if (versioned !== undefined) reply.header('etag', `"${versioned(answered)}"`)
      return reply.code(status).send(answered)
    },
  })
}

/** One field of a body, refused. */
export function refuseField(pointer: string, code: string, message: string): ServerError {
  const errors = [{ pointer, code, message }]
  const detail = `${pointer}: ${message}`
  return new ServerError('REQUEST_INVALID', detail, { errors, status: 400 })
}
