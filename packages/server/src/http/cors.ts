import type { FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** this route answers its OPTIONS requests itself (an imitated server's fault, on purpose) */
    readonly ownCors?: boolean
  }
}

const allowedHeaders = ['authorization', 'content-type', 'x-requested-with', 'x-api-key']

/** What a page of another origin may read beside the body: clients tell the server's time, and how long to wait, by
 * these, and people which line of the log is theirs. */
export const exposedHeaders = 'Date, Retry-After, X-Request-Id'

/** Only browsers care: an origin that is not allowed, or none at all, is answered like any other caller. */
export function allowOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: '*' | readonly string[],
): void {
  if (allowed === '*') {
    reply.header('access-control-allow-origin', '*')
    reply.header('access-control-expose-headers', exposedHeaders)
    return
  }
  reply.header('vary', 'Origin')
  const { origin } = request.headers
  if (origin !== undefined && allowed.includes(origin)) {
    reply.header('access-control-allow-origin', origin)
    reply.header('access-control-expose-headers', exposedHeaders)
  }
}

/** What somebody who is signed in is told is for our own pages alone. */
export function withoutCors(reply: FastifyReply): void {
  reply.removeHeader('access-control-allow-origin')
  reply.removeHeader('access-control-expose-headers')
}

export function isPreflight(request: FastifyRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers['access-control-request-method'] !== undefined &&
    request.routeOptions.config?.ownCors !== true
  )
}

export function answerPreflight(request: FastifyRequest, reply: FastifyReply): void {
  const asked = String(request.headers['access-control-request-headers'] ?? '').toLowerCase()
  const granted = allowedHeaders.filter((name) => asked.split(/ *, */).includes(name))
  if (granted.length > 0) reply.header('access-control-allow-headers', granted.join(', '))
  reply
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header('access-control-max-age', '600')
    .code(204)
    .send()
}
