import type { FastifyInstance } from 'fastify'
import type { Authenticate } from '../caller/authenticate.ts'
import { ServerError } from '../errors.ts'
import type { Issue } from '../issue.ts'
import type { SigningProjects } from '../projects/signing-projects.ts'
import { credentialsOf } from './credentials.ts'
import { answerExplain } from './explain.ts'
import { answerInspect } from './inspect.ts'
import { answerTokens } from './tokens.ts'

export interface V1Deps {
  readonly issue: Issue
  readonly authenticate: Authenticate
  readonly projects: SigningProjects
  /** Unix seconds */
  readonly now: () => number
}

/** `/v1`: our own dialect. Who asks is settled before anything of the body is read. */
export function answerV1(app: FastifyInstance, deps: V1Deps): void {
  app.addHook('onRequest', (request, _reply, done) => {
    // no key is sent with OPTIONS, and none is needed to be told what may be asked
    if (request.method !== 'OPTIONS') deps.authenticate(credentialsOf(request))
    done()
  })
  app.removeContentTypeParser('text/plain') // only JSON is read here
  answerTokens(app, deps)
  answerInspect(app)
  answerExplain(app, deps)
  for (const url of ['/v1/tokens', '/v1/tokens/inspect', '/v1/tokens/explain']) onlyPost(app, url)
}

/** A preflight never comes this far; whoever else asks for OPTIONS is told. */
function onlyPost(app: FastifyInstance, url: string): void {
  app.route({
    url,
    method: app.supportedMethods.filter((name) => name !== 'POST'),
    schema: { hide: true },
    exposeHeadRoute: false,
    onRequest: (request, reply, done) => {
      reply.header('allow', 'POST, OPTIONS')
      if (request.method === 'OPTIONS') reply.code(204).send()
      else
        done(new ServerError('METHOD_NOT_ALLOWED', `${url} answers POST, not ${request.method}.`))
    },
    handler: () => undefined,
  })
}
