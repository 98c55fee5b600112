import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { session as sessionSchema, user as userSchema } from '../admin/user-schemas.ts'
import type { KnowUsers } from '../caller/know-users.ts'
import type { Clocks } from '../clocks.ts'
import { ServerError } from '../errors.ts'
import { withoutCors } from '../http/cors.ts'
import { requestIdOf } from '../http/request-id.ts'
import type { Log } from '../observe/log.ts'
import { cookieIn, sessionCookie, setCookie } from '../users/cookies.ts'
import type { Elsewhere } from '../users/elsewhere.ts'
import { needOwnOrigin, type OwnPlace, ownPlace, refuseOtherOrigin } from '../users/own-place.ts'
import { scopesOf } from '../users/roles.ts'
import { publicSession } from '../users/session.ts'
import type { SignedIn, SignIn } from '../users/sign-in.ts'
import { publicUser } from '../users/user.ts'
import { findingsOf } from './findings.ts'
import { operation } from './operation.ts'

/** Who signs in, and who has. */
export interface People {
  readonly signIn: SignIn
  /** see `SYMBOLON_PUBLIC_URL` */
  readonly publicUrl: string | undefined
  /** the address of who asks, as it is counted */
  readonly ipOf: (request: IncomingMessage) => string
  readonly know: KnowUsers
  /** where people can sign in at an issuer of identities */
  readonly elsewhere?: Elsewhere | undefined
}

export interface SessionDeps extends People, Pick<Clocks, 'systemNow'> {
  readonly log: Log
}

const url = '/v1/session'

const body = Type.Object(
  {
    name: Type.String({ maxLength: 128 }),
    password: Type.String({ maxLength: 1024 }),
  },
  { additionalProperties: false },
)

const reply = Type.Object({
  user: userSchema,
  scopes: Type.Array(Type.String(), { description: 'What the role is good for.' }),
  session: sessionSchema,
  idleSeconds: Type.Integer({ description: 'After so long without a request it ends too.' }),
})

/**
 * `/v1/session`: signing in, who is signed in, signing out. Nobody guards these, so each looks itself where a request
 * comes from.
 */
export function answerSession(app: FastifyInstance, deps: SessionDeps): void {
  app.removeContentTypeParser('text/plain') // only JSON, which no form of another site can send
  app.addHook('onRequest', (_request, answer, done) => {
    withoutCors(answer)
    done()
  })
  answerSignIn(app, deps)
  answerWho(app, deps)
  answerSignOut(app, deps)
}

function answerSignIn(
  app: FastifyInstance,
  { signIn, publicUrl, ipOf, log, systemNow }: SessionDeps,
): void {
  app.route({
    method: 'POST',
    url,
    attachValidation: true,
    schema: aboutSession(
      {
        operationId: 'signIn',
        summary: 'Sign in',
        description: 'The answer sets a cookie, which the paths below `/v1` take beside keys.',
        body,
        response: { 201: { description: 'Signed in.', ...reply } },
      },
      {
        401: 'Name and password do not belong together, whatever of it is wrong.',
        403: 'From a page of another site.',
        409: 'Nobody can sign in at this address.',
        429: 'Too many were wrong; `Retry-After` says how long to wait.',
        503: 'Too many sign in at once.',
      },
    ),
    handler: async (request, answer) => {
      const place = placeOf(request, publicUrl)
      refuseOtherOrigin(request.headers, place)
      findingsOf(request.validationError?.validation ?? []).refuseIfAny()
      const { name, password } = request.body as {
        readonly name: string
        readonly password: string
      }
      const at = systemNow()
      const address = ipOf(request.raw)
      const requestId = requestIdOf(request.raw)
      const onWrong = (user?: string) =>
        log.warn({ ip: address, user, requestId }, 'a password was wrong')
      const trial = { name, password, address, onWrong }
      const begun = await signIn.withPassword(trial, { at, requestId })
      const caller = begun.user.id
      log.info({ caller, act: 'signIn', session: begun.session.id, requestId }, 'done')
      const { text: value, session } = begun
      answer.header(
        'set-cookie',
        setCookie(sessionCookie, { value, seconds: session.endsAt - at, place }),
      )
      return answer.code(201).send(shown(begun, signIn))
    },
  })
}

function answerWho(app: FastifyInstance, { signIn, publicUrl, systemNow }: SessionDeps): void {
  app.route({
    method: 'GET',
    url,
    schema: aboutSession(
      {
        operationId: 'showSession',
        summary: 'Who is signed in',
        response: { 200: { description: 'Somebody is.', ...reply } },
      },
      { 401: 'Nobody is.' },
    ),
    handler: async (request) => {
      const { text } = ownSession(request, publicUrl)
      const known = text === undefined ? undefined : await signIn.recognise(text, systemNow())
      if (known === undefined) throw nobody()
      return shown(known, signIn)
    },
  })
}

function answerSignOut(
  app: FastifyInstance,
  { signIn, publicUrl, log, systemNow }: SessionDeps,
): void {
  app.route({
    method: 'DELETE',
    url,
    schema: aboutSession(
      {
        operationId: 'signOut',
        summary: 'Sign out',
        response: { 204: { description: 'Nobody is signed in any more.', type: 'null' } },
      },
      { 401: 'Nobody was signed in.', 403: 'Not from a page of this server.' },
    ),
    handler: async (request, answer) => {
      const { text, place } = ownSession(request, publicUrl)
      if (text === undefined) throw nobody()
      const known = await signIn.recognise(text, systemNow())
      if (known) {
        const requestId = requestIdOf(request.raw)
        await signIn.signOut(known, { at: systemNow(), requestId })
        const { user, session } = known
        log.info({ caller: user.id, act: 'signOut', session: session.id, requestId }, 'done')
      }
      answer.header('set-cookie', setCookie(sessionCookie, { value: '', seconds: 0, place }))
      return answer.code(204).send()
    },
  })
}

/** The session that a request brings from our own pages. @throws ServerError `ORIGIN_REFUSED` */
export function ownSession(request: FastifyRequest, publicUrl: string | undefined) {
  const place = placeOf(request, publicUrl)
  const text = cookieIn(request.headers, sessionCookie, place)
  if (text !== undefined) needOwnOrigin(request, place)
  return { place, text }
}

/** @throws ServerError `PUBLIC_URL_MISSING` */
export function placeOf({ headers }: FastifyRequest, publicUrl: string | undefined): OwnPlace {
  const place = ownPlace(headers, publicUrl)
  if (place !== undefined) return place
  const detail = 'Nobody can sign in at this address: SYMBOLON_PUBLIC_URL is not set.'
  throw new ServerError('PUBLIC_URL_MISSING', detail)
}

export function nobody(): ServerError {
  return new ServerError('CALLER_UNAUTHENTICATED', 'Nobody is signed in.')
}

function shown({ user, session }: SignedIn, { idleSeconds }: SignIn): object {
  const scopes = scopesOf(user.role)
  return { user: publicUser(user), scopes, session: publicSession(session), idleSeconds }
}

export function aboutSession(
  rest: Parameters<typeof operation>[0],
  refusals: Parameters<typeof operation>[1],
): ReturnType<typeof operation> {
  return operation({ tags: ['users'], security: [{ session: [] }], ...rest }, refusals)
}
