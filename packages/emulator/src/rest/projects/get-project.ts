import { projectId } from '../../projects.ts'
import { RestError } from '../rest-error.ts'
import type { Verb } from '../verb.ts'
import { nameOf, projectJson } from './project-json.ts'

/** `GET /dev/v1/project?id=…&name=…`: the one that both fit; either may be left out. */
export const getProject: Verb = (rest, { query }) => {
  const id = query.get('id') || undefined
  const name = query.get('name') || undefined
  if (id === undefined && name === undefined) throw new RestError(400, 'id or name is needed')
  const found = rest.projects
    .list()
    .filter((project) => id === undefined || projectId(project) === id)
    .filter((project) => name === undefined || nameOf(project) === name)
  if (found.length === 0) throw new RestError(404, 'project not exist')
  return { body: { projects: found.map((project) => projectJson(rest, project)) } }
}
