import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ShortRoute } from '../http/short-path.ts'
import type { RequestedService } from '../issue.ts'
import { abouts } from './abouts.ts'
import { isPublisher } from './agora-token-service-get-token.ts'
import type { Context } from './context.ts'
import { jsonType } from './express.ts'
import { ginNotFound, ginRedirect, goJsonText } from './go-http.ts'
import { type ParsedUint, parseUint } from './go-number.ts'
import { first, type Query } from './query.ts'
import { type Handler, pathOf } from './routes.ts'
import { chat, rtc, rtm, rtmServices } from './services.ts'

/** A path taken apart, and its `expiry`. */
interface Asked {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly path: readonly string[]
  readonly life: ParsedUint
}
type Answer = (asked: Asked) => FastifyReply | Promise<FastifyReply>

/** The four folders of agora-token-service, each with what stands in it and what answers it. */
export function pathHandlers(context: Context) {
  return {
    '/rtc/*': {
      about: abouts.serviceRtc,
      handler: serve([4], rtcToken(context), context),
    },
    '/rtm/*': { about: abouts.serviceRtm, handler: serve([1], rtmToken(context), context) },
    '/rte/*': {
      about: abouts.serviceRte,
      handler: serve([4, 5], rteTokens(context), context),
    },
    '/chat/*': {
      about: abouts.serviceChat,
      handler: serve([1, 2], chatToken(context), context),
    },
  }
}

/**
 * gin decodes before it splits, so an encoded slash is a slash; a segment may be empty when a slash follows.
 * The original redirects where the last slash is missing.
 */
function serve(counts: readonly number[], answer: Answer, { strict }: Context): Handler {
  return (request, reply) => {
    const parts = decodeURIComponent(pathOf(request)).split('/').slice(2)
    const query = request.query as Query
    const life = readLife(first(query.expiry) ?? '3600', strict)
    const last = parts.at(-1)
    for (const count of counts) {
      if (parts.length === count + 1 && last === '') {
        return answer({ request, reply, path: parts.slice(0, count), life })
      }
      if (parts.length !== count || last === '') continue
      return strict ? redirect(request, reply) : answer({ request, reply, path: parts, life })
    }
    return ginNotFound(reply)
  }
}

function redirect(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = pathOf(request)
  return ginRedirect(reply, 301, `${path}/${request.raw.url!.slice(path.length)}`)
}

function readLife(expiry: string, strict: boolean): ParsedUint {
  const life = parseUint(expiry, { wrap: strict })
  if ('value' in life) return life
  return { problem: `failed to parse expireTime: ${expiry}, causing error: ${life.problem}` }
}

function rtcToken(context: Context): Answer {
  return async ({ request, reply, path, life }) => {
    if ('problem' in life) return wrongParameter(reply, `RTC token: ${life.problem}`)
    const service = rtcService(path, life.value, context)
    if ('problem' in service) return unbuildable(reply, `RTC token - ${service.problem}`)
    return sendTokens(reply, { rtcToken: await context.ask(request, [service], life.value) })
  }
}

const plainRtcPath =
  /^\/rtc\/([\w.-]{1,255})\/(publisher|subscriber|audience)\/(uid|userAccount)\/([\w.-]{1,255})\/?(?:\?expiry=(\d{1,10}))?$/

/** `rtcToken` for a plain path and for everyone who names no origin, which the original repeats. */
export function shortRtcToken(context: Context, headersBefore: readonly string[]): ShortRoute {
  return {
    route: '/rtc/*',
    headers: [...headersBefore, 'content-type', jsonType],
    take: ({ url, headers }) => {
      const parts = headers.origin === undefined ? plainRtcPath.exec(url!) : null
      if (parts === null) return undefined
      const life = readLife(parts[5] ?? '3600', context.strict)
      const service = 'value' in life ? rtcService(parts.slice(1, 5), life.value, context) : life
      if ('problem' in service || 'problem' in life) return undefined
      return (from) => context.askAs({ headers, ...from }, [service], life.value).then(rtcTokenJson)
    },
  }
}

function rtcTokenJson(rtcToken: string): string {
  return JSON.stringify({ rtcToken })
}

function rtmToken({ ask }: Context): Answer {
  return async ({ request, reply, path: [user = ''], life }) => {
    if (user === '' || user === '0') {
      return wrongParameter(reply, `RTM token: invalid RTM User ID: "${user}"`)
    }
    if ('problem' in life) return wrongParameter(reply, `RTM token: ${life.problem}`)
    return sendTokens(reply, { rtmToken: await ask(request, [rtm(user, life.value)], life.value) })
  }
}

function rteTokens(context: Context): Answer {
  return async ({ request, reply, path, life }) => {
    if ('problem' in life) return wrongParameter(reply, `RTC and RTM token: ${life.problem}`)
    const [channel = '', , , uid = '', rtmUser = ''] = path
    const user = rtmUser || (uid === '0' ? '' : uid)
    if (user === '') {
      const problem = 'failed to parse rtm user ID. Cannot be empty or "0"'
      return wrongParameter(reply, `RTC and RTM token: ${problem}`)
    }
    const service = rtcService(path, life.value, context)
    if ('problem' in service) return unbuildable(reply, `RTC token - ${service.problem}`)
    const rtcToken = await context.ask(request, [service], life.value)
    const services = rtmServices({ channel, user, seconds: life.value }, context)
    return sendTokens(reply, {
      rtcToken,
      rtmToken: await context.ask(request, services, life.value),
    })
  }
}

function chatToken({ ask }: Context): Answer {
  return async ({ request, reply, path, life }) => {
    const [kind, user = ''] = path
    if (kind !== (path.length === 1 ? 'app' : 'account')) return ginNotFound(reply)
    if (kind === 'account' && user === '') {
      return wrongParameter(reply, 'Chat token: userAccount type requires chat ID')
    }
    if ('problem' in life) return wrongParameter(reply, `Chat token: ${life.problem}`)
    const service = kind === 'app' ? chat.app(life.value) : chat.user(user, life.value)
    return sendTokens(reply, { chatToken: await ask(request, [service], life.value) })
  }
}

function rtcService(
  [channel = '', role = '', tokenType = '', segment = '']: readonly string[],
  seconds: number,
  context: Context,
): RequestedService | { readonly problem: string } {
  const publish = isPublisher(role, context)
  const account = segment || '0' // an empty segment is uid 0, which is any user
  if (tokenType === 'userAccount') return rtc({ channel, uid: account, publish, end: seconds })
  if (tokenType !== 'uid') {
    return { problem: `failed to generate RTC token for Unknown Tokentype: ${tokenType}` }
  }
  const uid = parseUint(account, { wrap: context.strict })
  if ('problem' in uid) {
    return { problem: `failed to parse uidStr: ${account}, to uint causing error: ${uid.problem}` }
  }
  return rtc({ channel, uid: uid.value === 0 ? '' : `${uid.value}`, publish, end: seconds })
}

function sendTokens(reply: FastifyReply, tokens: object): FastifyReply {
  return reply.header('content-type', jsonType).send(JSON.stringify(tokens))
}

/** The original's first shape of error: what it was given is wrong. */
function wrongParameter(reply: FastifyReply, message: string): FastifyReply {
  return sendError(reply, { message: `Error Generating ${message}`, status: 400 })
}

/** Its second shape: no token can be built of it. */
function unbuildable(reply: FastifyReply, message: string): FastifyReply {
  return sendError(reply, { error: `Error Generating ${message}`, status: 400 })
}

export function sendError(
  reply: FastifyReply,
  body: { readonly status: number } & { readonly [key in 'error' | 'message']?: string },
): FastifyReply {
  return reply.code(body.status).header('content-type', jsonType).send(goJsonText(body))
}
