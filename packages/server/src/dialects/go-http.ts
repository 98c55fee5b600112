import type { FastifyInstance, FastifyReply } from 'fastify'
import { escapeHtml } from './express.ts'
import { type Handler, pathOf } from './routes.ts'

/** Go's `http.Error`: the text and a newline. */
export function goError(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
    .send(`${text}\n`)
}

/** The answer of the gin framework to what it has no route for. */
export function ginNotFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('content-type', 'text/plain').send('404 page not found')
}

/** gin's redirect to the same path with or without its last slash: no CORS header, so that browsers stop here. */
export function ginRedirect(
  reply: FastifyReply,
  status: 301 | 307,
  location: string,
): FastifyReply {
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
  reply.code(status).header('location', location)
  if (status === 307) return reply.send()
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .send(`<a href="${escapeHtml(location)}">Moved Permanently</a>.\n\n`)
}

/** What gin does with a slash at the end of a path that has none. */
export function redirectSlash(path: string, handler: Handler): Handler {
  return (request, reply) =>
    pathOf(request) === path ? handler(request, reply) : ginRedirect(reply, 307, path)
}

/** Sends text with exactly this content type; a Buffer keeps Fastify from adding a charset to it. */
export function sendAs(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.header('content-type', type).send(Buffer.from(text))
}

/** JSON as Go writes it: `<`, `>` and `&` escaped. The keys must stand as Go sorts them. */
export function goJsonText(value: object): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Bodies as text, whatever their Content-Type says: the imitated Go servers never look at it. */
export function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body.toString('utf8'))
  })
  app.addHook('onRequest', (request, _reply, done) => {
    request.raw.headers['content-type'] = 'text/plain' // a malformed one is refused before any parser runs
    done()
  })
}
