import type { FastifyRequest } from 'fastify'
import { daySeconds } from '../day.ts'
import type { Dialect } from '../dialect.ts'
import type { End, RequestedService } from '../issue.ts'
import { abouts } from './abouts.ts'
import { type Context, contextOf } from './context.ts'
import { expressErrors, expressNotFound, jsonType, noCache, poweredByExpress } from './express.ts'
import type { Query, QueryValue } from './query.ts'
import { answerRefusals, broken, refused } from './refusals.ts'
import { type Handler, mount, pathOf } from './routes.ts'
import { lifeOrOver, rtc, rtm, uidText } from './services.ts'

const dialect = 'agora-node-token-server'

/** Takes the decoded segments after the first, all of them there. */
type Answer = (request: FastifyRequest, path: readonly string[]) => Promise<object>

/** `GET /rtc`, `/rtm` and `/rte`, as Agora-Node-TokenServer answers them. Shape only, no policy. */
export const agoraNodeTokenServer: Dialect = (app, deps) => {
  if (deps.settings.rtcPathDialect !== dialect) return
  const context = contextOf(deps, dialect, '006')
  const { strict } = context
  poweredByExpress(app)
  answerRefusals(app, { dialect, log: deps.log }, expressErrors(strict))
  const otherwise = otherMethods(strict)
  for (const [url, about, segments, answer] of [
    ['/rtc/*', abouts.nodeRtc, 4, rtcToken(context)],
    ['/rte/*', abouts.nodeRte, 4, rteTokens(context)],
    ['/rtm/*', abouts.nodeRtm, 1, rtmToken(context)],
  ] as const) {
    const handler = serve(segments, answer, otherwise)
    mount(app, { url, about, method: 'GET', handler, otherwise, ownCors: strict })
  }
}

/** Express matches segments before it decodes them: an encoded slash belongs to a name, an empty segment to none. */
function serve(segments: number, answer: Answer, otherwise: Handler): Handler {
  const pattern = new RegExp(`^/[^/]+${'/([^/]+)'.repeat(segments)}/?$`)
  return async (request, reply) => {
    const path = pattern.exec(pathOf(request))?.slice(1)
    if (!path) return otherwise(request, reply)
    reply.headers(noCache).header('content-type', jsonType)
    return reply.send(JSON.stringify(await answer(request, path.map(decodeURIComponent))))
  }
}

function rtcToken(context: Context): Answer {
  return async (request, path) => {
    const [, role, tokenType] = path as [string, string, string]
    const publish = isPublisher(role, context)
    const end = readEnd(request, context)
    if (tokenType !== 'uid' && tokenType !== 'userAccount') throw refused('token type is invalid')
    const service = rtcService(path, { publish, end }, context)
    return { rtcToken: await context.ask(request, [service], secondsOf(end)) }
  }
}

function rtmToken(context: Context): Answer {
  return async (request, [uid]) => {
    const end = readEnd(request, context)
    return { rtmToken: await context.ask(request, [rtm(uid!, end)], secondsOf(end)) }
  }
}

/** Does not look at the token type, as the original does not. */
function rteTokens(context: Context): Answer {
  return async (request, path) => {
    const [, role, , uid] = path as [string, string, string, string]
    const publish = isPublisher(role, context)
    const end = readEnd(request, context)
    const service = rtcService(path, { publish, end }, context)
    const rtcToken = await context.ask(request, [service], secondsOf(end))
    return { rtcToken, rtmToken: await context.ask(request, [rtm(uid, end)], secondsOf(end)) }
  }
}

function rtcService(
  path: readonly string[],
  wish: { publish: boolean; end: End },
  { strict, warn }: Context,
): RequestedService {
  const [channel, , tokenType, uid] = path as [string, string, string, string]
  if (tokenType === 'userAccount') return rtc({ channel, uid, ...wish })
  if (!/^\d+$/.test(uid)) warn('UID_NOT_INTEGER', 'the uid is not a number: signed as an account')
  return rtc({ channel, uid: uidText(uid, strict), ...wish })
}

/** `subscriber` is the other server's word on the same paths. */
function isPublisher(role: string, { strict, warn }: Context): boolean {
  if (role === 'publisher' || role === 'audience') return role === 'publisher'
  if (role !== 'subscriber' || strict) throw refused('role is incorrect')
  warn('ROLE_UNKNOWN', 'the role "subscriber" is taken as "audience"')
  return false
}

/** `parseInt`, as lenient as the original; only what is no number at all, which it signs without end, is refused. */
function readEnd(request: FastifyRequest, context: Context): End {
  const { strict } = context
  const { expiry = '' }: { readonly expiry?: QueryValue } = request.query as Query
  const seconds = Number.parseInt(String(expiry) || '3600', 10)
  if (Number.isNaN(seconds)) {
    if (strict) return { at: 0 }
    throw refused('expiry is not a number of seconds')
  }
  if (seconds > 0x7fff_ffff) throw broken('expiry is out of range', strict)
  return Math.max(lifeOrOver(seconds, context), -daySeconds) // born expired, however far back
}

function secondsOf(end: End): number {
  return typeof end === 'number' ? end : daySeconds
}

/** OPTIONS passes for whatever it asks; strictly, pages for other methods are closed to scripts. */
function otherMethods(strict: boolean): Handler {
  return (request, reply) => {
    if (request.method !== 'OPTIONS') {
      if (strict) reply.removeHeader('access-control-allow-origin')
      return expressNotFound(request, reply)
    }
    const asked = request.headers['access-control-request-headers']
    if (asked !== undefined) reply.header('access-control-allow-headers', asked)
    return reply
      .header('access-control-allow-methods', 'GET,HEAD,PUT,PATCH,POST,DELETE')
      .header('vary', 'Access-Control-Request-Headers')
      .code(204)
      .send()
  }
}
