import type { Verb } from '../verb.ts'
import { projectJson } from './project-json.ts'

/** `GET /dev/v1/projects` */
export const listProjects: Verb = (rest) => ({
  body: { projects: rest.projects.list().map((project) => projectJson(rest, project)) },
})
