import type { FastifyInstance } from 'fastify'
import type { Authenticate } from '../caller/authenticate.ts'
import type { KnowUsers } from '../caller/know-users.ts'
import type { Clocks } from '../clocks.ts'
import { ServerError } from '../errors.ts'
import { withoutCors } from '../http/cors.ts'
import type { Caller } from '../issue.ts'
import type { Scope } from '../keys/scopes.ts'
import { credentialsOf } from './credentials.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** what a key must be good for to be answered here */
    readonly scope?: Scope
  }
  interface FastifyRequest {
    /** who asks; set by {@link guard} */
    caller?: Caller
  }
}

interface GuardDeps extends Pick<Clocks, 'systemNow'> {
  readonly authenticate: Authenticate
  /** where users are kept */
  readonly people?: { readonly know: KnowUsers } | undefined
}

/** Who asks is settled before anything of the body is read. Routes say with `config.scope` what that needs. */
export function guard(app: FastifyInstance, { authenticate, people, systemNow }: GuardDeps): void {
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', (request, reply, done) => {
    const { scope = 'tokens:issue' } = request.routeOptions.config
    // no key is sent with OPTIONS, and none is needed to be told what may be asked
    if (request.method === 'OPTIONS') return done()
    const known = (caller: Caller) => {
      request.caller = caller
      done()
    }
    const credentials = credentialsOf(request)
    const { method } = request
    const user = people?.know({ ...credentials, method }, scope, systemNow())
    if (user !== undefined) withoutCors(reply)
    const who = user ?? authenticate(credentials, scope, systemNow())
    if (who instanceof Promise) who.then(known, done)
    else known(who)
  })
}

/** Every other method of a path is told which it answers; a preflight never comes this far. */
export function refuseOtherMethods(
  app: FastifyInstance,
  { url, served, scope }: { url: string; served: readonly string[]; scope: Scope },
): void {
  const allowed = served.join(', ')
  app.route({
    url,
    method: app.supportedMethods.filter((name) => !served.includes(name)),
    schema: { hide: true },
    config: { scope },
    exposeHeadRoute: false,
    onRequest: (request, reply, done) => {
      reply.header('allow', `${allowed}, OPTIONS`)
      if (request.method === 'OPTIONS') reply.code(204).send()
      else
        done(
          new ServerError(
            'METHOD_NOT_ALLOWED',
            `${url} answers ${allowed}, not ${request.method}.`,
          ),
        )
    },
    handler: () => undefined,
  })
}
