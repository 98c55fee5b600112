import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { docsPage } from './docs.ts'
import { errorsPage } from './errors.ts'
import { homePage } from './home.ts'
import { pageHeaders } from './html.ts'
import { operationsOf } from './operations.ts'

export interface PageFacts {
  readonly appId: string
  readonly demo: boolean
  readonly keyNeeded: boolean
  readonly demoUrl: string | undefined
}

/** The pages for people, and the OpenAPI document they are made from. Rendered once, when all routes are known. */
export function answerPages(app: FastifyInstance, facts: PageFacts): void {
  const hidden = { schema: { hide: true } }
  const made = { openapi: '', docs: '', errors: errorsPage() }
  app.addHook('onReady', (done) => {
    const document = app.swagger()
    made.openapi = JSON.stringify(document)
    made.docs = docsPage({
      title: document.info.title,
      description: document.info.description ?? '',
      tags: (document as { tags?: { name: string }[] }).tags ?? [],
      operations: operationsOf(app),
    })
    done()
  })
  app.get('/', hidden, (request, reply) =>
    sendPage(
      reply,
      homePage({ ...facts, url: urlOf(request.headers), operations: operationsOf(app) }),
    ),
  )
  app.get('/docs', hidden, (_request, reply) => sendPage(reply, made.docs))
  app.get('/docs/errors', hidden, (_request, reply) => sendPage(reply, made.errors))
  app.get('/openapi.json', hidden, (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(made.openapi),
  )
}

function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply.headers(pageHeaders).send(text)
}

/** How the reader reached the server, for command lines to copy. A strange `Host` is not repeated. */
function urlOf({ host = '', 'x-forwarded-proto': proto }: IncomingHttpHeaders): string {
  const scheme = proto === 'https' ? 'https' : 'http'
  return `${scheme}://${/^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost'}`
}
