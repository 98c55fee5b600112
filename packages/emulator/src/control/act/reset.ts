import { demandNothing } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'
import { countOut } from './target.ts'

/** `POST /emulator/v1/reset`: everyone out; bans, events, outage and latency are gone; projects and time stay. */
export const reset: ControlVerb = (control, call) => {
  demandNothing(call)
  const { platform, setLatency, latency } = control
  const { expelled } = countOut(control, () => {
    platform.restore() // first: who comes back by it is put out as well
    platform.reset()
  })
  setLatency(0)
  latency.seconds = 0
  return { body: { expelled } }
}
