import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ServerError } from '../errors.ts'
import { clean } from '../observe/clean.ts'
import type { Log } from '../observe/log.ts'
import { challenge } from './challenge.ts'
import { noteRefusal } from './come-back.ts'
import { asServerError, problem, problemMediaType } from './problem.ts'
import { freshRequestId, requestIdHeader, requestIdOf } from './request-id.ts'

/** Answers every error and every unknown path as a problem. Dialects answer theirs before this sees them. */
export function answerProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, log }))
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url)
    const error = new ServerError('ROUTE_UNKNOWN', `Nothing answers ${request.method} ${path}.`)
    return sendProblem(error, { request, reply, log })
  })
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly log: Log
}

export function sendProblem(thrown: unknown, { request, reply, log }: Exchange): FastifyReply {
  const error = asServerError(thrown, request.routeOptions.bodyLimit)
  const requestId = requestIdOf(request.raw)
  const { code, reason } = error
  const line = { code, reason, requestId, path: pathOf(request.url) }
  if (error.code === 'INTERNAL_ERROR') log.error({ ...line, stack: stackOf(thrown) }, 'failed')
  else log.info(line, 'refused')
  if (error.status === 401) reply.header('www-authenticate', challenge(request))
  noteRefusal(reply, error)
  reply.header(requestIdHeader, requestId)
  const { retryAfterSeconds } = error
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  return reply
    .code(error.status)
    .type(problemMediaType)
    .send(JSON.stringify(problem(error, requestId)))
}

/** Answers what never became a request: broken HTTP, headers too large or too slow. */
export function answerBrokenClient(thrown: Error & { code?: string }, socket: Socket): void {
  if (thrown.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const code = asServerError(thrown).code
  const error =
    code === 'INTERNAL_ERROR'
      ? new ServerError('HTTP_MALFORMED', 'The request is not valid HTTP.')
      : asServerError(thrown)
  const requestId = freshRequestId()
  const body = JSON.stringify(problem(error, requestId))
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    `X-Request-Id: ${requestId}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** Without the query, which may hold the key. */
function pathOf(url: string): string {
  return clean(url.split('?', 1)[0]!).slice(0, 200)
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
