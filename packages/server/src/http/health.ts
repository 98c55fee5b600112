import type { FastifyInstance, FastifySchema } from 'fastify'
import Type from 'typebox'

/** Whether the server wants more work. False from the first SIGTERM on. */
export interface Readiness {
  draining: boolean
}

const status = Type.Object({ status: Type.String() })

const alive = described('isAlive', 'Is the process alive?', {
  200: { description: 'It is.', ...status },
})

const ready = described('isReady', 'Should requests be sent here?', {
  200: { description: 'Yes.', ...status },
  503: { description: 'No: the server is stopping.', ...status },
})

const ping = described('ping', 'The health check of other token servers', {
  200: { description: 'Pong.', ...Type.Object({ message: Type.String() }) },
})

/** `/livez`: the process answers. `/readyz`: it also wants work. `/ping`: what other token servers answer. */
export function answerHealth(app: FastifyInstance, readiness: Readiness): void {
  app.get('/livez', alive, () => ({ status: 'alive' }))
  app.get('/readyz', ready, (_request, reply) =>
    readiness.draining ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' },
  )
  app.get('/ping', ping, () => ({ message: 'pong' }))
}

function described(
  operationId: string,
  summary: string,
  response: object,
): { schema: FastifySchema } {
  return { schema: { operationId, tags: ['health'], summary, response } }
}
