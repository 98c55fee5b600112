import { swapped } from '../../projects.ts'
import { demandNothing } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'
import { changeAndView } from './change-project.ts'

/** `POST /emulator/v1/projects/:appId/swap-certificates`: tokens of both go on being valid. */
export const swapCertificates: ControlVerb = (control, call) => {
  demandNothing(call)
  return changeAndView(control, call.params.appId!, swapped)
}
