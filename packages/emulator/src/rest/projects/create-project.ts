import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import type { Project } from '../../projects.ts'
import { readBody } from '../read.ts'
import { RestError } from '../rest-error.ts'
import type { Verb } from '../verb.ts'
import { nameOf, projectJson } from './project-json.ts'

const shape = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  enable_sign_key: Type.Optional(Type.Boolean()),
})

/** of one account */
const mostProjects = 20

/** `POST /dev/v1/project`: secured with a certificate, or open to the App ID alone. */
export const createProject: Verb = (rest, call) => {
  const { name, enable_sign_key: secured = false } = readBody(call, shape)
  const { projects, platform } = rest
  const all = projects.list()
  if (all.some((project) => nameOf(project) === name)) {
    throw new RestError(400, 'project name already exists')
  }
  if (all.length >= mostProjects) throw new RestError(400, 'too many projects')
  const project: Project = {
    appId: hex32(),
    id: hex32().slice(0, 24),
    name,
    createdAt: Math.floor(platform.world.clock.now()),
    certificate: secured ? hex32() : undefined,
    appIdOnly: !secured,
  }
  projects.add(project)
  return { status: 201, body: { project: projectJson(rest, project) } }
}

/** A new App ID or certificate. */
export function hex32(): string {
  return randomBytes(16).toString('hex')
}
