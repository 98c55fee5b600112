import Type from 'typebox'
import { demandBody } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'

const shape = Type.Object(
  { seconds: Type.Number({ minimum: 0, maximum: 3600 }) },
  { additionalProperties: false },
)

/** `POST /emulator/v1/latency {"seconds": 2}`: how long answers take from now on; 0 = at once. */
export const setLatency: ControlVerb = (control, call) => {
  const { seconds } = demandBody(call, shape)
  control.platform.world.latency.seconds = seconds
  return { body: { latencySeconds: seconds } }
}
