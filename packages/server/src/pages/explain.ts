import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html, page, pageHeaders } from './html.ts'
import { isUnchanged, type PublicFiles } from './public-files.ts'

/**
 * Headers of the paste box: its own script and style, and no way out. What is pasted there may be a
 * certificate, so nothing can be fetched, sent, framed or opened.
 */
export const pasteBoxHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const

/** `/explain`: the paste box, as it was built. */
export function answerPasteBox(app: FastifyInstance, files: PublicFiles | undefined): void {
  const hidden = { schema: { hide: true } }
  if (files === undefined) {
    app.get('/explain', hidden, (_request, reply) =>
      reply.code(503).headers(pageHeaders).send(notBuilt),
    )
    return
  }
  app.get('/explain', hidden, (request, reply) => send({ files, path: '/' }, request, reply))
  app.get<{ Params: { '*': string } }>('/explain/*', hidden, (request, reply) =>
    send({ files, path: `/${request.params['*']}` }, request, reply),
  )
}

function send(
  { files, path }: { readonly files: PublicFiles; readonly path: string },
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  const file = files.find(path)
  if (file === undefined) return reply.callNotFound()
  reply.headers(file.headers)
  if (isUnchanged(file, request.headers['if-none-match'])) return reply.code(304).send()
  return reply.send(file.body)
}

const notBuilt = page(
  'The paste box is not built',
  html`<h1>The paste box is not built</h1>
<p>Run <code>npm run build</code> and start again. Until then <code>symbolon token explain</code> and <code>POST /v1/tokens/explain</code> say the same.</p>`,
)
