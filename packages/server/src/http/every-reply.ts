import type { FastifyInstance } from 'fastify'
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts'
import type { Readiness } from './health.ts'

/**
 * What holds for every path alike, in one hook because it runs before each token: CORS, `Cache-Control: no-store`
 * (a reply may overwrite it), and the end of connections while the server stops.
 */
export function prepareEveryReply(
  app: FastifyInstance,
  corsAllowOrigin: '*' | readonly string[],
  readiness: Readiness,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('cache-control', 'no-store')
    allowOrigin(request, reply, corsAllowOrigin)
    if (readiness.draining) reply.header('connection', 'close')
    if (isPreflight(request)) answerPreflight(request, reply)
    else done()
  })
}
