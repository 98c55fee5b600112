import Type from 'typebox'
import { readBody } from '../read.ts'
import type { Verb } from '../verb.ts'
import { requireRule } from './require-rule.ts'

const shape = Type.Object({ appid: Type.String(), id: Type.Integer() })

/** `DELETE /dev/v1/kicking-rule` */
export const deleteRule: Verb = (rest, call) => {
  const { id } = requireRule(rest, readBody(call, shape))
  rest.platform.liftBan(id)
  return { body: { status: 'success', id } }
}
