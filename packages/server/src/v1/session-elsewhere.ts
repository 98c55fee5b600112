import type { FastifyInstance } from 'fastify'
import { serverProblems } from '../errors.ts'
import { withoutCors } from '../http/cors.ts'
import { asServerError } from '../http/problem.ts'
import { requestIdOf } from '../http/request-id.ts'
import { pageHeaders, prose } from '../pages/html.ts'
import { notSignedInPage, signedInPage } from '../pages/signed-in.ts'
import { cookieIn, sessionCookie, setCookie } from '../users/cookies.ts'
import type { Elsewhere } from '../users/elsewhere.ts'
import { pendingSeconds } from '../users/pending.ts'
import { operation } from './operation.ts'
import { placeOf, type SessionDeps } from './session.ts'

const begin = '/v1/session/oidc'
const callback = `${begin}/callback`
const pendingCookie = 'symbolon_sign_in'

interface ElsewhereDeps extends SessionDeps {
  readonly elsewhere: Elsewhere
}

/** `/v1/session/oidc`: signing in at an issuer of identities. Browsers come here by themselves, so it answers with pages. */
export function answerElsewhere(app: FastifyInstance, deps: ElsewhereDeps): void {
  app.addHook('onRequest', (_request, reply, done) => {
    withoutCors(reply)
    done()
  })
  app.setErrorHandler((thrown, _request, reply) => {
    const error = asServerError(thrown)
    const { code, status, reason } = error
    const line = { code, reason, path: begin }
    if (status >= 500) deps.log.error(line, 'failed')
    else deps.log.info(line, 'refused')
    const { title, remedy } = serverProblems[code]
    return reply
      .code(status)
      .headers(pageHeaders)
      .send(notSignedInPage(title, prose(remedy)))
  })
  answerBegin(app, deps)
  answerEnd(app, deps)
}

function answerBegin(
  app: FastifyInstance,
  { elsewhere, publicUrl, systemNow }: ElsewhereDeps,
): void {
  const schema = operation(
    {
      tags: ['users'],
      security: [],
      operationId: 'beginSignIn',
      summary: 'Sign in at the issuer of the settings',
      description:
        'For browsers: leads there (OpenID Connect), and back to `/v1/session/oidc/callback`.',
      response: { 302: { description: 'To the issuer.', type: 'null' } },
    },
    {},
  )
  app.get(begin, { schema }, async (request, reply) => {
    const place = placeOf(request, publicUrl)
    const { url, sealed } = await elsewhere.begin(place.origin + callback, systemNow())
    // comes back with what the issuer begins, so it cannot be strict
    const cookie = { value: sealed, seconds: pendingSeconds, sameSite: 'Lax', place } as const
    return reply.header('set-cookie', setCookie(pendingCookie, cookie)).redirect(url, 302)
  })
}

function answerEnd(app: FastifyInstance, deps: ElsewhereDeps): void {
  const { elsewhere, signIn, publicUrl, log, systemNow } = deps
  app.get(callback, { schema: { hide: true } }, async (request, reply) => {
    const place = placeOf(request, publicUrl)
    const at = systemNow()
    const over = setCookie(pendingCookie, { value: '', seconds: 0, sameSite: 'Lax', place })
    reply.header('set-cookie', over)
    const sealed = cookieIn(request.headers, pendingCookie, place)
    const proved = await elsewhere.end(new URL(request.url, place.origin), sealed, at)
    const requestId = requestIdOf(request.raw)
    const begun = await signIn.withIdentity(proved, { at, requestId })
    const { user, session, text: value } = begun
    log.info({ caller: user.id, act: 'signIn', session: session.id, requestId }, 'done')
    const seconds = session.endsAt - at
    reply.header('set-cookie', setCookie(sessionCookie, { value, seconds, place }))
    return reply.headers(pageHeaders).send(signedInPage())
  })
}
