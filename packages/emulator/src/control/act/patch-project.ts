import Type from 'typebox'
import { demandBody } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'
import { changeAndView } from './change-project.ts'

const shape = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    appIdOnly: Type.Optional(Type.Boolean()),
    coHostAuthentication: Type.Optional(Type.Boolean()),
    secondaryEnabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
)

/** `PATCH /emulator/v1/projects/:appId`: the switches of the console. `appIdOnly` is "No Certificate". */
export const patchProject: ControlVerb = (control, call) => {
  const { secondaryEnabled, ...switches } = demandBody(call, shape)
  return changeAndView(control, call.params.appId!, (project) => {
    const { secondary } = project
    if (secondaryEnabled === undefined) return { ...project, ...switches }
    if (secondary === undefined) throw new RangeError('there is no secondary certificate')
    return { ...project, ...switches, secondary: { ...secondary, enabled: secondaryEnabled } }
  })
}
