import type { FastifyReply } from 'fastify'
import type { Dialect } from '../dialect.ts'
import { exposedHeaders } from '../http/cors.ts'
import { plainQuery } from '../http/plain-query.ts'
import type { ShortRoute } from '../http/short-path.ts'
import type { RequestedService } from '../issue.ts'
import { abouts } from './abouts.ts'
import { type Context, contextOf } from './context.ts'
import { escapeHtml, jsonType } from './express.ts'
import type { Query } from './query.ts'
import { answerRefusals, broken, type Refusal, refused } from './refusals.ts'
import { type Handler, mount } from './routes.ts'
import { rtc, rtm, uidText } from './services.ts'

const dialect = 'demo-server'
const lifeSeconds = 3600

/** `GET /rtcToken` and `/rtmToken`, as the DemoServer of npm `agora-token` answers them. Shape only, no policy. */
export const demoServer: Dialect = (app, deps) => {
  const context = contextOf(deps, dialect, '006')
  const { strict } = context
  answerRefusals(app, { dialect, log: deps.log }, strict ? encodeStrict : encode)
  const otherwise = strict ? withoutCors : otherMethods
  const place = { method: 'GET', otherwise, ownCors: strict } as const
  mount(app, {
    ...place,
    url: '/rtcToken',
    about: abouts.rtcToken,
    handler: rtcToken(context),
  })
  if (!strict) {
    deps.shorten(shortRtcToken(context))
  }
  mount(app, {
    ...place,
    url: '/rtmToken',
    about: abouts.rtmToken,
    handler: rtmToken(context),
  })
}

/** The decoding and encoding of `rtcToken` for a plain query. */
function shortRtcToken({ askAs, strict }: Context): ShortRoute {
  return {
    route: '/rtcToken',
    headers: [
      ...['cache-control', 'no-store'],
      ...['access-control-allow-origin', '*'],
      ...['access-control-expose-headers', exposedHeaders],
      ...['content-type', jsonType],
    ],
    take: ({ url, headers }) => {
      const query = plainQuery(url!, '/rtcToken', ['channelName', 'uid', 'key'])
      if (query === undefined) return undefined
      const [channelName, uid = '', key] = query
      const services = publisher(channelName!, uid, strict)
      return (from) => askAs({ headers, key, ...from }, services, lifeSeconds).then(keyJson)
    },
  }
}

function rtcToken({ ask, strict }: Context): Handler {
  return async (request, reply) => {
    const { channelName, uid = '' } = request.query as Query
    if (!channelName) throw refused('channel name is required')
    if (typeof channelName === 'object') throw broken('channelName is given twice', strict)
    if (typeof uid === 'object') throw broken('uid is given twice', strict)
    return sendKey(reply, await ask(request, publisher(channelName, uid, strict), lifeSeconds))
  }
}

function publisher(channel: string, uid: string, strict: boolean): RequestedService[] {
  return [rtc({ channel, uid: uidText(uid, strict), publish: true, end: lifeSeconds })]
}

function rtmToken({ ask, strict }: Context): Handler {
  return async (request, reply) => {
    const { account } = request.query as Query
    if (!account) throw refused('account is required')
    if (typeof account === 'object') throw broken('account is given twice', strict)
    return sendKey(reply, await ask(request, [rtm(account, lifeSeconds)], lifeSeconds))
  }
}

function sendKey(reply: FastifyReply, token: string): FastifyReply {
  return reply.header('content-type', jsonType).send(keyJson(token))
}

/** A token has no character that JSON would escape. */
function keyJson(token: string): string {
  return `{"key":"${token}"}`
}

function encode(reply: FastifyReply, { message }: Refusal): FastifyReply {
  return reply.header('content-type', jsonType).send(JSON.stringify({ error: message }))
}

/** The original sends its CORS header with tokens only, and answers exceptions with a page. */
function encodeStrict(reply: FastifyReply, refusal: Refusal): FastifyReply {
  reply.removeHeader('access-control-allow-origin')
  if (refusal.status !== 500) return encode(reply, refusal)
  return reply.header('content-type', 'text/html').send('Internal Server Error')
}

const otherMethods: Handler = (request, reply) => {
  if (request.method === 'OPTIONS') {
    return reply.headers({ allow: 'GET', 'content-type': 'text/html; charset=utf-8' }).send('GET')
  }
  const text = escapeHtml(`Cannot ${request.method} ${request.raw.url}`)
  return reply.code(404).header('content-type', 'text/html').send(`${text}\n`)
}

const withoutCors: Handler = (request, reply) => {
  reply.removeHeader('access-control-allow-origin')
  return otherMethods(request, reply)
}
