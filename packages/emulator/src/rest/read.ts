import type { Static, TSchema } from 'typebox'
import { readShape } from '../http/shape.ts'
import { type Project, projectId } from '../projects.ts'
import { RestError } from './rest-error.ts'
import type { Call, Rest } from './verb.ts'

/** The body in its shape. @throws RestError 400 `invalid …`, BodyFault */
export function readBody<Schema extends TSchema>({ json }: Call, schema: Schema): Static<Schema> {
  const read = readShape(schema, json())
  if ('value' in read) return read.value
  const [, field = ''] = (read.faults[0]?.path ?? '').split('/')
  throw invalid(field === '' ? 'body' : field)
}

/** @throws RestError 400 when there is no such project: the documented example of an error */
export function requireAppId({ projects }: Rest, appId: string | null | undefined): Project {
  const project = projects.find(appId ?? '')
  if (project === undefined) throw invalid('appid')
  return project
}

/** The project of that id. @throws RestError 404 */
export function requireProject({ projects }: Rest, id: string): Project {
  const project = projects.list().find((other) => projectId(other) === id)
  if (project === undefined) throw new RestError(404, 'project not exist')
  return project
}

export function invalid(field: string): RestError {
  return new RestError(400, `invalid ${field}`)
}
