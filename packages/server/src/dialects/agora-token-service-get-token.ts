import type { RequestedService } from '../issue.ts'
import type { Context } from './context.ts'
import { sendAs } from './go-http.ts'
import { decodeGoJson, type GoValue } from './go-json.ts'
import { parseUint } from './go-number.ts'
import { refused } from './refusals.ts'
import type { Handler } from './routes.ts'
import { chat, rtc, rtmServices } from './services.ts'

const struct = {
  name: 'TokenRequest',
  fields: { tokenType: 'string', channel: 'string', role: 'string', uid: 'string', expire: 'int' },
} as const

type Body = GoValue<typeof struct>

/** `POST /getToken` of agora-token-service. Throws what it refuses; the dialect answers that as plain text. */
export function getToken(context: Context): Handler {
  return async (request, reply) => {
    const body = decodeGoJson((request.body as string | undefined) ?? '', struct)
    const seconds = lifeOf(body, context)
    const token = await context.ask(request, servicesOf(body, seconds, context), seconds)
    return sendAs(reply, 'application/json', `{"token":"${token}"}\n`)
  }
}

/** 0 and absent are the default; the original keeps the lowest 32 bits of any other number. */
function lifeOf({ expire }: Body, { strict }: Context): number {
  const seconds = expire || 3600
  if (seconds >= 0 && seconds <= 0xffff_ffff) return seconds
  if (strict) return Number(BigInt.asUintN(32, BigInt(seconds)))
  throw refused('invalid: expire is not a number of seconds from 0 to 4294967295')
}

function servicesOf(body: Body, seconds: number, context: Context): RequestedService[] {
  const { tokenType, channel = '', uid = '' } = body
  if (tokenType === 'chat') return [uid === '' ? chat.app(seconds) : chat.user(uid, seconds)]
  if (tokenType !== 'rtc' && tokenType !== 'rtm') throw refused('Unsupported tokenType')
  if (tokenType === 'rtc' && channel === '') throw refused('invalid: missing channel name')
  if (uid === '') throw refused('invalid: missing user ID or account')
  if (tokenType === 'rtc') {
    const publish = isPublisher(body.role ?? '', context)
    return [rtc({ channel, uid: subjectOf(uid, context), publish, end: seconds })]
  }
  return rtmServices({ channel, user: uid, seconds }, context)
}

/** A uid that is a number of up to 64 bits is a uid, anything else an account. */
function subjectOf(uid: string, { strict }: Context): string {
  const wrapped = parseUint(uid, { wrap: true })
  if ('problem' in wrapped) return uid
  if (!strict && 'problem' in parseUint(uid, { wrap: false })) {
    throw refused('invalid: user ID is above 4294967295')
  }
  return wrapped.value === 0 ? '' : String(wrapped.value)
}

/** Whatever is not `publisher` is a subscriber, `1` and `host` too: never more than the original grants. */
export function isPublisher(role: string, { warn }: Context): boolean {
  if (role !== 'publisher' && role !== 'subscriber' && role !== 'audience') {
    warn('ROLE_UNKNOWN', 'a role that is not "publisher" is taken as "subscriber"')
  }
  return role === 'publisher'
}
