import { isIP } from 'node:net'
import Type from 'typebox'
import { invalid, readBody, requireAppId } from '../read.ts'
import { RestError } from '../rest-error.ts'
import type { Verb } from '../verb.ts'
import { spanFields, spanOf } from './span.ts'

const shape = Type.Object({
  appid: Type.String(),
  cname: Type.Optional(Type.String({ minLength: 1 })),
  uid: Type.Optional(Type.Integer({ minimum: 1, maximum: 0xffffffff })),
  ip: Type.Optional(Type.String()),
  ...spanFields,
  privileges: Type.Array(
    Type.Union([
      Type.Literal('join_channel'),
      Type.Literal('publish_audio'),
      Type.Literal('publish_video'),
    ]),
    { minItems: 1 },
  ),
})

/** 60 minutes, when neither time is given */
const standardSeconds = 3600

/**
 * `POST /dev/v1/kicking-rule`: puts out whom it names and keeps them out. Time 0 puts out once and keeps no
 * rule. What the documents say not to send (an empty name, uid 0, ip "0") is refused.
 */
export const createRule: Verb = (rest, call) => {
  const wish = readBody(call, shape)
  const { cname: channel, uid, ip, privileges } = wish
  const { appId } = requireAppId(rest, wish.appid)
  if (ip !== undefined && isIP(ip) === 0) throw invalid('ip')
  const seconds = spanOf(wish) ?? standardSeconds
  try {
    const { id } = rest.platform.ban({ appId, channel, uid, ip, privileges, seconds })
    return { body: { status: 'success', id } }
  } catch (error) {
    if (error instanceof RangeError) throw new RestError(400, error.message)
    throw error
  }
}
