import { isTokenError } from '@symbolon/token'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DialectName } from '../config/dialect-settings.ts'
import { type Limited, ServerError, type ServerProblemCode } from '../errors.ts'
import { challenge } from '../http/challenge.ts'
import { noteRefusal } from '../http/come-back.ts'
import { asServerError } from '../http/problem.ts'
import { requestIdOf } from '../http/request-id.ts'
import { clean } from '../observe/clean.ts'
import type { Log } from '../observe/log.ts'
import { GoSyntaxError, GoTypeError } from './go-json.ts'
import { pathOf } from './routes.ts'

/** A refused request, to be put in a dialect's own shape. */
export interface Refusal {
  readonly status: number
  readonly code: ServerProblemCode
  /** for people; holds no secret */
  readonly message: string
  readonly limited?: Limited | undefined
  /** for the log alone */
  readonly reason?: string | undefined
}

type Encode = (reply: FastifyReply, refusal: Refusal, request: FastifyRequest) => FastifyReply

/** Answers everything that a dialect's handlers throw in the dialect's own shape. */
export function answerRefusals(
  app: FastifyInstance,
  { dialect, log }: { dialect: DialectName; log: Log },
  encode: Encode,
): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error, request.routeOptions.bodyLimit)
    const { status, code, reason } = refusal
    const failed = status >= 500 && reason === undefined
    const requestId = requestIdOf(request.raw)
    if (failed) log.error({ dialect, requestId, stack: stackOf(error) }, 'failed')
    else logRefusal(log, request, { dialect, status, code, reason })
    if (status === 401) reply.header('www-authenticate', challenge(request))
    noteRefusal(reply, refusal)
    return encode(reply.code(refusal.status), refusal, request)
  })
}

/** The one line that a refused caller leaves; the path stands in it without the query, which may hold the key. */
export function logRefusal(
  log: Log,
  request: FastifyRequest,
  facts: {
    readonly dialect: DialectName
    readonly status: number
    readonly [fact: string]: unknown
  },
): void {
  const requestId = requestIdOf(request.raw)
  log.info({ ...facts, requestId, path: clean(pathOf(request)) }, 'refused')
}

/** What the original refuses too: 400, in its own words. */
export function refused(message: string): ServerError {
  return new ServerError('REQUEST_INVALID', message, { status: 400 })
}

/** What makes the original fail with a stack trace: refused, but in strict dialects still 500. */
export function broken(message: string, strict: boolean): ServerError {
  return strict ? new ServerError('INTERNAL_ERROR', message) : refused(message)
}

/** A token that cannot be made from what was asked is 400 in every dialect. */
function refusalOf(error: unknown, bodyLimit: number | undefined): Refusal {
  if (error instanceof GoSyntaxError || error instanceof GoTypeError) {
    return { status: 400, code: 'BODY_MALFORMED', message: error.message }
  }
  const { code, status, message, limited, reason } = asServerError(error, bodyLimit)
  const bad = isTokenError(error) || code === 'REQUEST_INVALID'
  return { status: bad ? 400 : status, code, message, limited, reason }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
