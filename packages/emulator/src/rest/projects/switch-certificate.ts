import Type from 'typebox'
import { admitsAppId, type Project } from '../../projects.ts'
import { readBody } from '../read.ts'
import type { Rest, Verb } from '../verb.ts'
import { changeAndShow } from './change-project.ts'
import { hex32 } from './create-project.ts'

const shape = Type.Object({ id: Type.String(), enable: Type.Boolean() })

/**
 * `POST /dev/v1/signkey`: switches the primary certificate on or off. Where the App ID alone admitted, it goes
 * on doing so when a certificate is switched on. Switched on again it is the same one.
 */
export const switchCertificate: Verb = (rest, call) => {
  const { id, enable } = readBody(call, shape)
  return changeAndShow(rest, id, (project) =>
    enable ? switchedOn(rest, project) : switchedOff(rest, project),
  )
}

function switchedOn({ shelved }: Rest, project: Project): Project {
  if (project.certificate !== undefined) return project
  const certificate = shelved.get(project.appId) ?? hex32()
  return { ...project, certificate, appIdOnly: admitsAppId(project) }
}

function switchedOff({ shelved }: Rest, project: Project): Project {
  const { certificate, secondary } = project
  if (certificate === undefined) return project
  if (secondary !== undefined) {
    throw new RangeError('the primary certificate cannot be disabled while there is a secondary')
  }
  shelved.set(project.appId, certificate)
  return { ...project, certificate: undefined }
}
