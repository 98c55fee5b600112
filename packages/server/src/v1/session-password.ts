import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { requestIdOf } from '../http/request-id.ts'
import type { OwnPassword } from '../users/own-password.ts'
import { findingsOf } from './findings.ts'
import { aboutSession, nobody, ownSession, type SessionDeps } from './session.ts'

const password = { maxLength: 1024 }

const body = Type.Object(
  {
    currentPassword: Type.String(password),
    newPassword: Type.String({
      ...password,
      description: '12 to 256 characters, and none of those that are tried first.',
    }),
  },
  { additionalProperties: false },
)

/** `PUT /v1/session/password`: who is signed in takes another password. In the scope of `answerSession`. */
export function answerOwnPassword(app: FastifyInstance, deps: SessionDeps): void {
  const { signIn, publicUrl, ipOf, log, systemNow } = deps
  const schema = aboutSession(
    {
      operationId: 'changeOwnPassword',
      summary: 'Change the own password',
      description: 'Their other sessions end; the one that asks goes on.',
      body,
      response: { 204: { description: 'Changed.', type: 'null' } },
    },
    {
      401: 'Nobody is signed in.',
      403: 'Not from a page of this server, or the current password is another.',
      409: 'The user signs in elsewhere, and has no password.',
      422: 'The new password would be guessed.',
      429: 'Too many were wrong; `Retry-After` says how long to wait.',
      503: 'Too many sign in at once.',
    },
  )
  app.put('/v1/session/password', { schema, attachValidation: true }, async (request, answer) => {
    const { text } = ownSession(request, publicUrl)
    const at = systemNow()
    const known = text === undefined ? undefined : await signIn.recognise(text, at)
    if (known === undefined) throw nobody()
    findingsOf(request.validationError?.validation ?? []).refuseIfAny()
    const address = ipOf(request.raw)
    const requestId = requestIdOf(request.raw)
    const onWrong = (user?: string) =>
      log.warn({ ip: address, user, requestId }, 'a password was wrong')
    const where = { address, onWrong, at, requestId }
    await signIn.changePassword(known, request.body as OwnPassword, where)
    const { user, session } = known
    const line = { caller: user.id, act: 'changeOwnPassword', session: session.id, requestId }
    log.info(line, 'done')
    return answer.code(204).send()
  })
}
