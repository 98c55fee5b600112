import Type from 'typebox'
import { demandBody, obey } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'
import { countOut, targetFields, targetOf } from './target.ts'

const shape = Type.Object(targetFields, { additionalProperties: false })

/** `POST /emulator/v1/expel {"channel": …, "uid": …}`: out now; they may join again. */
export const expel: ControlVerb = (control, call) => {
  const target = targetOf(control, demandBody(call, shape))
  const ban = () => control.platform.ban({ ...target, seconds: 0 })
  const { expelled } = countOut(control, () => obey('REQUEST_INVALID', ban))
  return { body: { expelled } }
}
