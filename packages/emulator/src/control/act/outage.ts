import Type from 'typebox'
import { demandBody } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'

const shape = Type.Object(
  { seconds: Type.Optional(Type.Number({ exclusiveMinimum: 0 })) },
  { additionalProperties: false },
)

/** `POST /emulator/v1/outage {"seconds": 20}`: nobody is answered for as long, or until `restore`. */
export const outage: ControlVerb = ({ platform, clock }, call) => {
  const { seconds } = demandBody(call, shape)
  platform.outage(seconds)
  return { body: { until: seconds === undefined ? 'restore' : clock.now() + seconds } }
}
