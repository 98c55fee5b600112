import { changeProject } from '../../control.ts'
import type { Project } from '../../projects.ts'
import { requireProject } from '../read.ts'
import { RestError } from '../rest-error.ts'
import type { Rest, Result } from '../verb.ts'
import { projectJson } from './project-json.ts'

/** Changes the project of that id and shows it. @throws RestError 404 when there is none, 400 when a rule forbids it */
export function changeAndShow(
  rest: Rest,
  id: string,
  change: (project: Project) => Project,
): Result {
  const { appId } = requireProject(rest, id)
  try {
    changeProject(rest.platform.world, rest.projects, { appId, change })
  } catch (error) {
    if (error instanceof RangeError) throw new RestError(400, error.message)
    throw error
  }
  return { body: { project: projectJson(rest, requireProject(rest, id)) } }
}
