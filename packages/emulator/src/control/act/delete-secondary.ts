import type { ControlVerb } from '../verb.ts'
import { changeAndView } from './change-project.ts'

/** `DELETE /emulator/v1/projects/:appId/secondary`: as in the console it must be disabled first. */
export const deleteSecondary: ControlVerb = (control, { params }) =>
  changeAndView(control, params.appId!, (project) => {
    if (project.secondary === undefined) throw new RangeError('there is no secondary certificate')
    if (project.secondary.enabled !== false) {
      throw new RangeError('the secondary certificate must be disabled before it is deleted')
    }
    return { ...project, secondary: undefined }
  })
