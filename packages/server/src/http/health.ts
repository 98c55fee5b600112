import type { FastifyContextConfig, FastifyInstance, FastifySchema } from 'fastify'
import Type from 'typebox'
import type { Freshness } from '../keep-fresh.ts'

/** Whether the server wants more work. False from the first SIGTERM on. */
export interface Readiness {
  draining: boolean
}

const status = Type.Object({ status: Type.String() })

const checks = Type.Optional(
  Type.Array(
    Type.Object({ name: Type.String(), ageSeconds: Type.Number(), fresh: Type.Boolean() }),
    {
      description:
        'With `?verbose`: how long ago each part of the memory was compared with the database.',
    },
  ),
)
const readiness = Type.Object({ status: Type.String(), checks })

const alive = described('isAlive', 'Is the process alive?', {
  200: { description: 'It is.', ...status },
})

const ready = described('isReady', 'Should requests be sent here?', {
  200: { description: 'Yes.', ...readiness },
  503: {
    description:
      'No: the server is stopping (`draining`), or has not reached its database for 30 seconds (`stale`).',
    ...readiness,
  },
})

const ping = described('ping', 'The health check of other token servers', {
  200: { description: 'Pong.', ...Type.Object({ message: Type.String() }) },
})

/** From when on a server should not be asked because what it knows may be long past. */
const staleSeconds = 30

/**
 * `/livez`: the process answers. `/readyz`: it also wants work, and knows what is kept. `/ping`: what other token servers
 * answer.
 */
export function answerHealth(
  app: FastifyInstance,
  own: Readiness,
  readModels: readonly Freshness[],
): void {
  app.get('/livez', alive, () => ({ status: 'alive' }))
  app.get('/readyz', ready, (request, reply) => {
    const stale = readModels.some((model) => model.ageSeconds() > staleSeconds)
    const state = own.draining ? 'draining' : stale ? 'stale' : 'ready'
    const verbose = Object.hasOwn(request.query as object, 'verbose')
    return reply
      .code(state === 'ready' ? 200 : 503)
      .send({ status: state, ...(verbose ? { checks: readModels.map(checked) } : {}) })
  })
  app.get('/ping', ping, () => ({ message: 'pong' }))
}

function checked({ name, ageSeconds }: Freshness) {
  const age = ageSeconds()
  return { name, ageSeconds: Math.round(age * 10) / 10, fresh: age <= staleSeconds }
}

function described(
  operationId: string,
  summary: string,
  response: object,
): { schema: FastifySchema; config: FastifyContextConfig } {
  const schema = { operationId, tags: ['health'], summary, response }
  return { schema, config: { uncounted: true } }
}
