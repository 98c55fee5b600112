import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerError } from '../errors.ts'
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts'
import type { Gate } from './gate.ts'
import { handedOn } from './handed-on.ts'
import type { Readiness } from './health.ts'
import { type NameRequest, requestIdHeader } from './request-id.ts'

/**
 * What holds for every path alike, in one hook because it runs before each token: its id, CORS,
 * `Cache-Control: no-store` (a reply may overwrite it), the gate, and the end of connections while the server stops.
 */
export function prepareEveryReply(
  app: FastifyInstance,
  corsAllowOrigin: '*' | readonly string[],
  { readiness, gate, nameRequest }: EveryReplyDeps,
): void {
  app.decorateRequest('clientIp', undefined)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(requestIdHeader, nameRequest(request.raw))
    reply.header('cache-control', 'no-store')
    allowOrigin(request, reply, corsAllowOrigin)
    if (readiness.draining) reply.header('connection', 'close')
    if (isPreflight(request)) answerPreflight(request, reply)
    else done(gate && refusalAt(gate, request))
  })
}

interface EveryReplyDeps {
  readonly readiness: Readiness
  readonly gate?: Gate | undefined
  readonly nameRequest: NameRequest
}

function refusalAt(gate: Gate, request: FastifyRequest): ServerError | undefined {
  request.clientIp = gate.ipOf(request.raw)
  const counted = request.routeOptions.config?.uncounted !== true && !handedOn(request.raw)
  return counted ? gate.refuse(request.clientIp) : undefined
}
