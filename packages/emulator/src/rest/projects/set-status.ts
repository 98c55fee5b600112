import Type from 'typebox'
import { readBody } from '../read.ts'
import type { Verb } from '../verb.ts'
import { changeAndShow } from './change-project.ts'

const shape = Type.Object({
  id: Type.String(),
  status: Type.Union([Type.Literal(0), Type.Literal(1)]),
})

/** `POST /dev/v1/project_status`: 1 = enabled, 0 = disabled, which admits nobody. */
export const setStatus: Verb = (rest, call) => {
  const { id, status } = readBody(call, shape)
  return changeAndShow(rest, id, (project) => ({ ...project, enabled: status === 1 }))
}
