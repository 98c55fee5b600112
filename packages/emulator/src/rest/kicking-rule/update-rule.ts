import Type from 'typebox'
import { keepBan } from '../../control.ts'
import { invalid, readBody } from '../read.ts'
import type { Verb } from '../verb.ts'
import { isoTime, requireRule } from './require-rule.ts'
import { spanFields, spanOf } from './span.ts'

const shape = Type.Object({ appid: Type.String(), id: Type.Integer(), ...spanFields })

/** `PUT /dev/v1/kicking-rule`: a new end, counted from now. With time 0 the rule ends at once. */
export const updateRule: Verb = (rest, call) => {
  const wish = readBody(call, shape)
  const rule = requireRule(rest, wish)
  const seconds = spanOf(wish)
  if (seconds === undefined) throw invalid('time')
  const { platform } = rest
  const now = platform.world.clock.now()
  const until = now + seconds
  if (seconds === 0) platform.liftBan(rule.id)
  else keepBan(platform.world, { ...rule, until, updatedAt: now })
  return { body: { status: 'success', result: { id: rule.id, ts: isoTime(until) } } }
}
