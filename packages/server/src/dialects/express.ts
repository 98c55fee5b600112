import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from './refusals.ts'
import { type Handler, pathOf } from './routes.ts'

/** The headers with which three of the imitated servers forbid keeping an answer. */
export const noCache = {
  'cache-control': 'private, no-cache, no-store, must-revalidate',
  expires: '-1',
  pragma: 'no-cache',
} as const

export const jsonType = 'application/json; charset=utf-8'

/** Express 4 says its name on every answer. */
export function poweredByExpress(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-powered-by', 'Express')
    done()
  })
}

/** Errors as both imitated Express 4 servers answer them; in strict dialects exceptions are a page. */
export function expressErrors(strict: boolean) {
  return (reply: FastifyReply, { status, message }: Refusal): FastifyReply =>
    strict && status === 500
      ? page(reply, 'Internal Server Error') // the original adds a stack trace
      : reply.header('content-type', jsonType).send(JSON.stringify({ error: message }))
}

/** Express's answer to other methods of a path that it serves with GET; strictly, closed to scripts of other origins. */
export function expressMethods(strict: boolean): Handler {
  return (request, reply) => {
    if (strict) reply.removeHeader('access-control-allow-origin')
    if (request.method !== 'OPTIONS') return expressNotFound(request, reply)
    const allow = 'GET,HEAD'
    return reply.headers({ allow, 'content-type': 'text/html; charset=utf-8' }).send(allow)
  }
}

/** Express's answer to what it has no route for. */
export function expressNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return page(reply.code(404), `Cannot ${request.method} ${pathOf(request)}`)
}

function page(reply: FastifyReply, text: string): FastifyReply {
  const security = {
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
  }
  return reply
    .headers(security)
    .header('content-type', 'text/html; charset=utf-8')
    .send(
      '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n' +
        `<body>\n<pre>${escapeHtml(text)}</pre>\n</body>\n</html>\n`,
    )
}

const entities: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char]!)
}
