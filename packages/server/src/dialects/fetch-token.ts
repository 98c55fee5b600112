import { isTokenError } from '@symbolon/token'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dialect } from '../dialect.ts'
import type { RequestedService } from '../issue.ts'
import { abouts } from './abouts.ts'
import { type Context, contextOf } from './context.ts'
import { roleReader } from './fetch-token-role.ts'
import { goError, goJsonText, readBodiesAsText, sendAs } from './go-http.ts'
import { decodeGoJson, type GoStruct, GoSyntaxError, GoTypeError, type GoValue } from './go-json.ts'
import { answerRefusals, refused } from './refusals.ts'
import { type Handler, mount, pathOf } from './routes.ts'
import { rtc, rtm } from './services.ts'

const dialect = 'fetch-token'

/** Named as in the original, whose error messages show these names. */
const rtcStruct = {
  name: 'rtc_int_token_struct',
  fields: { uid: 'uint32', ChannelName: 'string', role: 'uint32' },
} as const
const rtmStruct = { name: 'rtm_token_struct', fields: { uid: 'string' } } as const

/** `POST /fetch_rtc_token` and `/fetch_rtm_token`, as the documentation's Go samples answer them. Shape only, no policy. */
export const fetchToken: Dialect = (app, deps) => {
  const context = contextOf(deps, dialect, '007')
  const seconds = deps.settings.fetchTokenSeconds
  const publishes = roleReader(context)
  readBodiesAsText(app)
  answerRefusals(app, { dialect, log: deps.log }, (reply, { status, message }) =>
    send(reply, { code: `${status}`, token: message }),
  )

  function answer<S extends GoStruct>(
    struct: S,
    serviceOf: (body: GoValue<S>) => RequestedService,
  ) {
    const handler: Handler = async (request, reply) => {
      const service = serviceOf(decode(request, struct))
      return send(reply, { code: '200', token: await ask(context, request, { service, seconds }) })
    }
    return {
      method: 'POST',
      handler: atPath(handler, context),
      otherwise: atPath(otherMethods, context),
      ownCors: true,
    } as const
  }

  mount(app, {
    url: '/fetch_rtc_token',
    about: abouts.fetchRtc,
    ...answer(rtcStruct, ({ uid = 0, ChannelName: channel = '', role }) =>
      rtc({ channel, uid: uid === 0 ? '' : `${uid}`, publish: publishes(role), end: seconds }),
    ),
  })
  mount(app, {
    url: '/fetch_rtm_token',
    about: abouts.fetchRtm,
    ...answer(rtmStruct, ({ uid = '' }) => rtm(uid, seconds)),
  })
}

/** To Go the path with a slash at its end is another path. */
function atPath(handler: Handler, { strict }: Context): Handler {
  return (request, reply) => {
    if (pathOf(request).endsWith('/')) {
      if (strict) reply.removeHeader('access-control-allow-origin')
      return goError(reply, 404, '404 page not found')
    }
    reply.headers({
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': '*',
    })
    return handler(request, reply)
  }
}

/** A token that cannot be made: the original answers 200 with none. */
async function ask(
  { ask, strict }: Context,
  request: FastifyRequest,
  { service, seconds }: { service: RequestedService; seconds: number },
): Promise<string> {
  try {
    return await ask(request, [service], seconds)
  } catch (error) {
    if (strict && isTokenError(error)) return ''
    throw error
  }
}

function decode<S extends GoStruct>(request: FastifyRequest, struct: S): GoValue<S> {
  try {
    return decodeGoJson((request.body as string | undefined) ?? '', struct)
  } catch (error) {
    if (error instanceof GoSyntaxError) throw refused('Bad request.')
    if (!(error instanceof GoTypeError)) throw error
    if (struct.name === rtmStruct.name) throw refused('Bad request. Please check your params.')
    const { value, field, struct: owner } = error
    throw refused(`Bad request. Wrong type provided for field ${value}${field}${owner}`)
  }
}

function send(reply: FastifyReply, body: { code: string; token: string }): FastifyReply {
  return sendAs(reply, 'application/json', goJsonText(body))
}

const otherMethods: Handler = (request, reply) => {
  if (request.method !== 'OPTIONS') return goError(reply, 404, 'Unsupported method. Please check.')
  // `*` does not cover this one header, which the original has no use for
  if (/\bauthorization\b/i.test(`${request.headers['access-control-request-headers']}`)) {
    reply.header('access-control-allow-headers', '*, Authorization')
  }
  return reply.header('content-type', 'application/json; charset=UTF-8').send('')
}
