import type { FastifyInstance } from 'fastify'
import type { Meter } from '../observe/meter.ts'

/** How long each answer took, by the route as it is registered: paths that nobody serves are one. */
export function measureAnswers(app: FastifyInstance, meter: Meter | undefined): void {
  app.decorate('meter', meter)
  if (meter === undefined) return
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const route = routeOptions.url ?? 'none'
    meter.answered({ route, method, status: reply.statusCode, seconds: reply.elapsedTime / 1000 })
    done()
  })
}
