import { daySeconds } from '../day.ts'
import type { Dialect } from '../dialect.ts'
import type { End } from '../issue.ts'
import { abouts } from './abouts.ts'
import { type Context, contextOf } from './context.ts'
import { expressErrors, expressMethods, jsonType, noCache, poweredByExpress } from './express.ts'
import type { Query } from './query.ts'
import { answerRefusals, broken } from './refusals.ts'
import { type Handler, mount } from './routes.ts'
import { lifeOrOver, rtc, uidText } from './services.ts'

const dialect = 'token-server-nodejs'

/**
 * `GET /access_token`, as TokenServer-nodejs answers it; asked with `channelName` instead of `channel`,
 * as version 1 of Agora-Node-TokenServer did. Shape only, no policy.
 */
export const tokenServerNodejs: Dialect = (app, deps) => {
  const context = contextOf(deps, dialect, '006')
  const { strict } = context
  poweredByExpress(app)
  answerRefusals(app, { dialect, log: deps.log }, expressErrors(strict))
  mount(app, {
    url: '/access_token',
    about: abouts.accessToken,
    method: 'GET',
    handler: accessToken(context),
    otherwise: expressMethods(strict),
    ownCors: strict,
  })
}

function accessToken(context: Context): Handler {
  const { ask, strict, warn } = context
  return async (request, reply) => {
    const query = request.query as Query
    reply.headers(noCache).header('content-type', jsonType)
    if (!query.channel && !query.channelName) {
      return reply.code(strict ? 500 : 400).send('{"error":"channel name is required"}')
    }
    const { uid, end, ...wish } = query.channel ? current(query, strict) : version1(query, context)
    if (Number.isNaN(end)) warn('EXPIRY_INVALID', 'expiredTs is no number: no end, as if absent')
    const service = rtc({
      ...wish,
      uid: uidText(uid, strict),
      end: Number.isNaN(end) ? never : end,
    })
    const seconds = typeof end === 'number' && end > 0 ? end : daySeconds
    return reply.send(`{"token":"${await ask(request, [service], seconds)}"}`)
  }
}

const never = { at: 0 }

/** An `end` that is not a number is none. */
interface Wish {
  readonly channel: string
  readonly uid: string
  readonly publish: boolean
  readonly end: End
}

function current(query: Query, strict: boolean): Wish {
  const text = once(query, strict)
  const at = Number(text('expiredTs')) // empty and absent are 0: no end
  if (at < 0 || at > 0xffff_ffff) throw broken('expiredTs is out of range', strict)
  const end = Number.isNaN(at) ? at : { at: Math.trunc(at) }
  return { channel: text('channel'), uid: text('uid'), publish: false, end }
}

function version1(query: Query, context: Context): Wish {
  const { strict } = context
  const text = once(query, strict)
  const seconds = Number.parseInt(text('expireTime') || '3600', 10)
  const end = Number.isNaN(seconds) && strict ? never : seconds
  if (typeof end === 'number' && !(end >= 0 && end <= 0x7fff_ffff)) {
    throw broken('expireTime is not a number of seconds', strict)
  }
  const publish = text('role') === 'publisher'
  const over = typeof end === 'number' ? lifeOrOver(end, context) : end
  return { channel: text('channelName'), uid: text('uid'), publish, end: over }
}

/** Reads parameters; the original fails on those that are repeated. */
function once(query: Query, strict: boolean): (name: string) => string {
  return (name) => {
    const value = query[name] ?? ''
    if (typeof value === 'string') return value
    throw broken(`${name} is given twice`, strict)
  }
}
