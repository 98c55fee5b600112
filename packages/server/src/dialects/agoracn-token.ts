import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dialect } from '../dialect.ts'
import type { RequestedService } from '../issue.ts'
import { abouts } from './abouts.ts'
import { readChatForm } from './chat-form.ts'
import { type Context, contextOf } from './context.ts'
import { jsonType } from './express.ts'
import { ginNotFound, goJsonText, readBodiesAsText, redirectSlash, sendAs } from './go-http.ts'
import { decodeGoJson, GoSyntaxError, GoTypeError, type GoValue } from './go-json.ts'
import { answerRefusals, refused } from './refusals.ts'
import { type Handler, mount } from './routes.ts'
import { apaas, chat, rtc, rtm, uidText } from './services.ts'

const dialect = 'agoracn-token'
const path = '/token/generate'

const enable = { enable: 'bool' } as const
const users = { enableUser: 'bool', enableApp: 'bool', userUuid: 'string' } as const
const struct = {
  name: 'Request',
  fields: {
    channelName: 'string',
    uid: 'string',
    tokenExpireTs: 'uint32',
    privilegeExpireTs: 'uint32',
    serviceRtc: { name: 'RequestServiceRtc', fields: { ...enable, role: 'uint16' } },
    serviceRtm: { name: 'RequestServiceRtm', fields: enable },
    serviceFpa: { name: 'RequestServiceFpa', fields: enable },
    serviceChat: { name: 'RequestServiceChat', fields: users },
    serviceApaas: { name: 'RequestServiceApaas', fields: users },
    serviceEducation: { name: 'RequestServiceEducation', fields: users },
  },
} as const

type Body = GoValue<typeof struct>

/**
 * `POST /token/generate`, as the agoracn/token image answers it: all services in one token. Shape only, no policy.
 * A form or a query instead of JSON is answered like the Chat sample that has the same path.
 */
export const agoracnToken: Dialect = (app, deps) => {
  const context = contextOf(deps, dialect, '007')
  const { strict } = context
  readBodiesAsText(app)
  if (strict) app.addHook('onRequest', closeToPages)
  answerRefusals(app, { dialect, log: deps.log }, (reply, { status, message }) =>
    send(reply.code(status), { code: -2, data: '', message }),
  )
  mount(app, {
    url: path,
    about: abouts.generate,
    method: 'POST',
    handler: strict ? redirectSlash(path, generate(context)) : generate(context),
    otherwise: (_request, reply) => ginNotFound(reply),
    ownCors: strict,
  })
}

function generate(context: Context): Handler {
  return async (request, reply) => {
    const form = readChatForm(request)
    if (form) {
      const token = await context.ask(request, [form.service], form.seconds)
      return reply.header('content-type', 'text/plain;charset=UTF-8').send(token)
    }
    const body = readBody(request.body)
    if (body instanceof Error) {
      const text = goJsonText({ code: -1, data: '', message: body.message })
      return sendAs(reply.code(400), 'text/plain; charset=utf-8', text)
    }
    const services = servicesOf(body, context)
    if (services.length === 0) throw refused('no service added')
    const token = await context.ask(request, services, body.tokenExpireTs ?? 0)
    return send(reply, { code: 0, data: { token }, message: 'Success' })
  }
}

function readBody(text: unknown): Body | GoSyntaxError | GoTypeError {
  try {
    return decodeGoJson((text as string | undefined) ?? '', struct)
  } catch (error) {
    if (error instanceof GoSyntaxError || error instanceof GoTypeError) return error
    throw error
  }
}

/** Both lives are seconds from now, despite their names. Only role 1 publishes. */
function servicesOf(body: Body, { strict }: Context): RequestedService[] {
  const { channelName: channel = '', uid = '', tokenExpireTs: life = 0 } = body
  const { serviceRtc, serviceRtm, serviceFpa } = body
  const services: RequestedService[] = []
  if (serviceRtc?.enable) {
    const end = body.privilegeExpireTs ?? 0
    services.push(rtc({ channel, uid: uidText(uid, strict), publish: serviceRtc.role === 1, end }))
  }
  if (serviceRtm?.enable) services.push(rtm(uid, life))
  if (serviceFpa?.enable) services.push({ type: 'fpa', privileges: { login: 0 } })
  for (const [wish, make] of [
    [body.serviceChat, chat],
    [body.serviceApaas, apaas],
    [body.serviceEducation, apaas], // its name in images before 2024
  ] as const) {
    if (wish?.enableUser) services.push(make.user(wish.userUuid ?? '', life))
    if (wish?.enableApp) services.push(make.app(life))
  }
  return services
}

function send(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('content-type', jsonType).send(goJsonText(body))
}

/** The original has no CORS at all. */
async function closeToPages(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.removeHeader('access-control-allow-origin')
}
