import { demandNothing } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'

/** `POST /emulator/v1/restore`: an outage is over. */
export const restore: ControlVerb = ({ platform }, call) => {
  demandNothing(call)
  platform.restore()
  return { body: { outage: platform.isOut() } }
}
