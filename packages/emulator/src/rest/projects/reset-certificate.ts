import Type from 'typebox'
import { admitsAppId } from '../../projects.ts'
import { readBody } from '../read.ts'
import type { Verb } from '../verb.ts'
import { changeAndShow } from './change-project.ts'
import { hex32 } from './create-project.ts'

const shape = Type.Object({ id: Type.String() })

/** `POST /dev/v1/reset_signkey`: a new primary certificate; tokens of the old one admit nobody any more. */
export const resetCertificate: Verb = (rest, call) => {
  const { id } = readBody(call, shape)
  return changeAndShow(rest, id, (project) => {
    rest.shelved.delete(project.appId)
    return { ...project, certificate: hex32(), appIdOnly: admitsAppId(project) }
  })
}
