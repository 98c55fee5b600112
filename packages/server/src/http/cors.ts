import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** this route answers its OPTIONS requests itself (an imitated server's fault, on purpose) */
    readonly ownCors?: boolean
  }
}

const allowedHeaders = ['authorization', 'content-type', 'x-requested-with', 'x-api-key']

/**
 * CORS for every path alike, and `Cache-Control: no-store`, which a reply may overwrite. Only browsers care:
 * an origin that is not allowed, or none at all, is answered like any other caller, without the CORS headers.
 */
export function answerCors(app: FastifyInstance, allowed: '*' | readonly string[]): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('cache-control', 'no-store')
    allowOrigin(request, reply, allowed)
    if (request.method === 'OPTIONS' && isPreflight(request)) answerPreflight(request, reply)
    else done()
  })
}

export function allowOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: '*' | readonly string[],
): void {
  if (allowed === '*') {
    reply.header('access-control-allow-origin', '*')
    return
  }
  reply.header('vary', 'Origin')
  const { origin } = request.headers
  if (origin !== undefined && allowed.includes(origin)) {
    reply.header('access-control-allow-origin', origin)
  }
}

function isPreflight(request: FastifyRequest): boolean {
  return (
    request.headers['access-control-request-method'] !== undefined &&
    request.routeOptions.config?.ownCors !== true
  )
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply): void {
  const asked = String(request.headers['access-control-request-headers'] ?? '').toLowerCase()
  const granted = allowedHeaders.filter((name) => asked.split(/ *, */).includes(name))
  if (granted.length > 0) reply.header('access-control-allow-headers', granted.join(', '))
  reply
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header('access-control-max-age', '600')
    .code(204)
    .send()
}
