import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import type { Clocks } from '../clocks.ts'
import { ServerError } from '../errors.ts'
import type { Caller } from '../issue.ts'
import type { KeyDesk } from '../keys/key-desk.ts'
import type { Scope } from '../keys/scopes.ts'
import { faultFields } from '../observe/fault-fields.ts'
import type { Log } from '../observe/log.ts'
import type { Console } from '../projects/console.ts'
import { findingsOf } from '../v1/findings.ts'
import { operation } from '../v1/operation.ts'

/** What an owner does over HTTP is done with these, as by the command. */
export interface Owner {
  readonly console: Console
  readonly keys: KeyDesk
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
  readonly caller: Caller
  /** Unix seconds, by the system's clock */
  readonly at: number
  /** Unix seconds, by the clock of tokens: see `Clocks` */
  readonly tokenAt: number
}

/** One operation of the owner's API: what it needs, what it takes and gives, and what it does. */
export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly scope: Scope
  readonly id: string
  readonly summary: string
  readonly description?: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly status?: 200 | 201
  readonly reply: TSchema
  readonly refusals: Readonly<Record<number, string>>
  readonly answer: (asked: Asked) => Promise<object>
}

/** Who asks has been settled before: see v1/guard.ts. Every act leaves a line in the log, every change is in force at once. */
export function answerRoute(
  app: FastifyInstance,
  { log, systemNow, tokenNow, refresh }: AdminDeps,
  { method, url, scope, id, status = 200, answer, ...about }: AdminRoute,
): void {
  app.route({
    method,
    url,
    config: { scope },
    attachValidation: true,
    schema: schemaOf({ method, url, scope, id, status, ...about }),
    preValidation: async (request) => {
      request.body ??= about.body && {} // so that what is missing is named
    },
    handler: async (request, reply) => {
      const { caller, params, query, body } = request
      if (caller === undefined) throw new TypeError('a route that nobody guards')
      findingsOf(request.validationError?.validation ?? []).refuseIfAny()
      const asked = { params, query, body, caller, at: systemNow(), tokenAt: tokenNow() } as Asked
      const answered = await answer(asked)
      if (method !== 'GET') {
        log.info({ caller: caller.id, act: id, ...asked.params }, 'done')
        await refresh().catch((error: unknown) => log.error(faultFields(error), 'not yet in force'))
      }
      return reply.code(status).send(answered)
    },
  })
}

type About = Omit<AdminRoute, 'answer' | 'status'> & { readonly status: number }

function schemaOf({ id, scope, status, refusals, ...about }: About) {
  const { method, url, summary, description = '', params, query, body, reply } = about
  const told = `${description}${description === '' ? '' : ' '}Needs the scope \`${scope}\`.`
  const all = { 403: 'The API key lacks the scope.', ...refusals }
  return operation(
    {
      tags: [url.startsWith('/v1/keys') ? 'keys' : 'projects'],
      security: [{ bearer: [] }, { header: [] }, { query: [] }],
      operationId: id,
      summary,
      description: told,
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: { [status]: { description: method === 'GET' ? 'As it is.' : 'Done.', ...reply } },
    },
    query === undefined ? all : { 400: 'A parameter has the wrong shape.', ...all },
  )
}

/** One field of a body, refused. */
export function refuseField(pointer: string, code: string, message: string): ServerError {
  const errors = [{ pointer, code, message }]
  const detail = `${pointer}: ${message}`
  return new ServerError('REQUEST_INVALID', detail, { errors, status: 400 })
}
