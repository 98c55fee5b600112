import { demandNothing } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'
import { countOut } from './target.ts'

/** `POST /emulator/v1/reset`: everyone out; bans, events, outage and latency are gone; projects and time stay. */
export const reset: ControlVerb = (control, call) => {
  demandNothing(call)
  const { expelled } = countOut(control, () => control.platform.reset())
  return { body: { expelled } }
}
