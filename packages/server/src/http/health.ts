import type { FastifyInstance } from 'fastify'
import Type from 'typebox'

/** Whether the server wants more work. False from the first SIGTERM on. */
export interface Readiness {
  draining: boolean
}

const status = Type.Object({ status: Type.String() })

/** `/livez`: the process answers. `/readyz`: it also wants work. `/ping`: what other token servers answer. */
export function answerHealth(app: FastifyInstance, readiness: Readiness): void {
  app.get(
    '/livez',
    {
      schema: {
        operationId: 'isAlive',
        tags: ['health'],
        summary: 'Is the process alive?',
        response: { 200: { description: 'It is.', ...status } },
      },
    },
    () => ({ status: 'alive' }),
  )
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'isReady',
        tags: ['health'],
        summary: 'Should requests be sent here?',
        response: {
          200: { description: 'Yes.', ...status },
          503: { description: 'No: the server is stopping.', ...status },
        },
      },
    },
    (_request, reply) =>
      readiness.draining ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' },
  )
  app.get(
    '/ping',
    {
      schema: {
        operationId: 'ping',
        tags: ['health'],
        summary: 'The health check of other token servers',
        response: { 200: { description: 'Pong.', ...Type.Object({ message: Type.String() }) } },
      },
    },
    () => ({ message: 'pong' }),
  )
}
