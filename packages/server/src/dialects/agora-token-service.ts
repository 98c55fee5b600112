import type { Dialect } from '../dialect.ts'
import { abouts } from './abouts.ts'
import { getToken } from './agora-token-service-get-token.ts'
import { answerOrigins, headersWithoutOrigin, otherMethods } from './agora-token-service-origins.ts'
import { pathHandlers, sendError, shortRtcToken } from './agora-token-service-paths.ts'
import { contextOf } from './context.ts'
import { goError, readBodiesAsText, redirectSlash } from './go-http.ts'
import { answerRefusals } from './refusals.ts'
import { mount, pathOf } from './routes.ts'

const dialect = 'agora-token-service'
const methods = 'GET, POST, OPTIONS'

/** `GET /rtc`, `/rtm`, `/rte` and `/chat`, `POST /getToken`, as agora-token-service answers them. Shape only, no policy. */
export const agoraTokenService: Dialect = (app, deps) => {
  if (deps.settings.rtcPathDialect !== dialect) return
  const context = contextOf(deps, dialect, '007')
  const { strict } = context
  readBodiesAsText(app)
  answerOrigins(app, { dialect, log: deps.log, strict, methods })
  if (!strict) deps.shorten(shortRtcToken(context, headersWithoutOrigin(methods)))
  answerRefusals(app, { dialect, log: deps.log }, (reply, { status, message }, request) =>
    pathOf(request).startsWith('/getToken')
      ? goError(reply, status, message)
      : sendError(reply, { error: message, status }),
  )
  const place = { otherwise: otherMethods, ownCors: strict }
  for (const [url, { about, handler }] of Object.entries(pathHandlers(context))) {
    mount(app, { ...place, url, about, method: 'GET only', handler })
  }
  mount(app, {
    ...place,
    url: path,
    about: abouts.getToken,
    method: 'POST',
    handler: strict ? redirectSlash(path, getToken(context)) : getToken(context),
  })
}

const path = '/getToken'
