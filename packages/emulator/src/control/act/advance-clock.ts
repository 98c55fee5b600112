import Type from 'typebox'
import { spanSeconds } from '../../span.ts'
import { ControlError } from '../control-error.ts'
import { demandBody, obey } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'

const shape = Type.Object(
  { span: Type.Union([Type.Number(), Type.String()]) },
  { additionalProperties: false },
)

/** of one jump, in seconds: a year. A token lives for a day */
const longestJump = 366 * 86_400

/** `POST /emulator/v1/clock/advance {"span": "24h"}`: everything that falls due in it happens before the answer. */
export const advanceClock: ControlVerb = ({ clock }, call) => {
  const { span } = demandBody(call, shape)
  const seconds = obey('REQUEST_INVALID', () => spanSeconds(span))
  if (seconds > longestJump) throw new ControlError('REQUEST_INVALID', 'a jump is a year at most')
  clock.advance(seconds)
  return { body: { now: clock.now() } }
}
