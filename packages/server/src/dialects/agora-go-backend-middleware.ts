import type { Dialect } from '../dialect.ts'
import { abouts } from './abouts.ts'
import { getToken } from './agora-token-service-get-token.ts'
import { answerOrigins, otherMethods } from './agora-token-service-origins.ts'
import { contextOf } from './context.ts'
import { goError, readBodiesAsText, redirectSlash } from './go-http.ts'
import { answerRefusals } from './refusals.ts'
import { mount } from './routes.ts'

const dialect = 'agora-go-backend-middleware'
const url = '/token/getNew'
const methods = 'GET, POST, DELETE, PATCH, OPTIONS'

/** `POST /token/getNew`, as agora-go-backend-middleware answers it: `/getToken` of agora-token-service. Shape only. */
export const agoraGoBackendMiddleware: Dialect = (app, deps) => {
  const { log } = deps
  const context = contextOf(deps, dialect, '007')
  const { strict } = context
  readBodiesAsText(app)
  answerOrigins(app, { dialect, log, strict, methods })
  answerRefusals(app, { dialect, log }, (reply, { status, message }) =>
    goError(reply, status, message),
  )
  mount(app, {
    url,
    about: abouts.getNew,
    method: 'POST',
    handler: strict ? redirectSlash(url, getToken(context)) : getToken(context),
    otherwise: otherMethods,
    ownCors: strict,
  })
}
