import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DialectName } from '../config/dialect-settings.ts'
import { exposedHeaders } from '../http/cors.ts'
import { clean } from '../observe/clean.ts'
import type { Log } from '../observe/log.ts'
import { noCache } from './express.ts'
import { ginNotFound } from './go-http.ts'
import { logRefusal } from './refusals.ts'
import type { Handler } from './routes.ts'

const allowOrigin = 'access-control-allow-origin'

interface Origins {
  readonly dialect: DialectName
  readonly log: Log
  readonly strict: boolean
  /** that pages of other origins may use, as the original names them */
  readonly methods: string
}

/** The headers that agora-token-service puts on every answer, on top of the server's decision about the origin. */
export function answerOrigins(
  app: FastifyInstance,
  { dialect, log, strict, methods }: Origins,
): void {
  const corsHeaders = corsHeadersOf(methods)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(noCache)
    if (strict && isRefused(request, reply)) {
      const origin = clean(String(request.headers.origin))
      logRefusal(log, request, { dialect, status: 403, origin })
      reply.code(403).header('content-type', 'application/json')
      reply.send(Buffer.from('{"error":"Origin not allowed"}'))
      return
    }
    reply.headers(corsHeaders)
    nameOrigin(request, reply)
    done()
  })
}

function corsHeadersOf(methods: string) {
  return {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': 'Origin, Content-Type',
  } as const
}

/** The same, names and values in turn, for who names no origin where every origin may read. */
export function headersWithoutOrigin(methods: string): readonly string[] {
  const { 'cache-control': cacheControl, ...rest } = noCache
  const first = { 'cache-control': cacheControl, 'access-control-expose-headers': exposedHeaders }
  return Object.entries({ ...first, ...rest, ...corsHeadersOf(methods) }).flat()
}

/** The original refuses whole requests by origin. A request without one is never refused here: it is no browser's. */
function isRefused(request: FastifyRequest, reply: FastifyReply): boolean {
  return request.headers.origin !== undefined && reply.getHeader(allowOrigin) === undefined
}

/** The original names the origin even where all are allowed, and none where none was sent. */
function nameOrigin(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.getHeader(allowOrigin) !== '*') return
  const { origin } = request.headers
  if (origin !== undefined) reply.header(allowOrigin, origin).header('vary', 'Origin')
  else reply.removeHeader(allowOrigin)
}

export const otherMethods: Handler = (request, reply) =>
  request.method === 'OPTIONS' ? reply.code(204).send() : ginNotFound(reply)
