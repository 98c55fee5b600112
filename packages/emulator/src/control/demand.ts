import Type, { type Static, type TSchema } from 'typebox'
import { readShape } from '../http/shape.ts'
import { wholeNumber } from '../http/whole-number.ts'
import type { Project } from '../projects.ts'
import { ControlError } from './control-error.ts'
import type { Control, ControlCall } from './verb.ts'

/** The body in its shape. @throws ControlError `REQUEST_INVALID` with every wrong field, BodyFault */
export function demandBody<Schema extends TSchema>(
  { json }: ControlCall,
  schema: Schema,
): Static<Schema> {
  const read = readShape(schema, json())
  if ('value' in read) return read.value
  throw new ControlError('REQUEST_INVALID', 'fields are wrong or missing', read.faults)
}

const nothing = Type.Object({}, { additionalProperties: false })

/** A body without fields, or none at all; its media type is asked for all the same. */
export function demandNothing(call: ControlCall): void {
  demandBody(call, nothing)
}

/** The project of that App ID, or the only one. @throws ControlError `PROJECT_UNKNOWN` */
export function demandProject({ projects }: Control, appId: string | null | undefined): Project {
  const [first, second] = projects.list()
  const project = appId ? projects.find(appId) : second === undefined ? first : undefined
  if (project !== undefined) return project
  const detail = appId ? 'no project has this App ID' : 'there is not exactly one project'
  throw new ControlError('PROJECT_UNKNOWN', detail)
}

/** A number of the query. @throws ControlError `REQUEST_INVALID` */
export function demandNumber(
  { query }: ControlCall,
  name: string,
  { standard, ...bounds }: { standard: number; least: number; most: number },
): number {
  const text = query.get(name)
  const value = text === null ? standard : wholeNumber(text, bounds)
  if (value !== undefined) return value
  const { least, most } = bounds
  throw new ControlError('REQUEST_INVALID', `${name} is a whole number, ${least} to ${most}`)
}

/** Does it; what the core refuses with a RangeError is the caller's fault. */
export function obey<Result>(code: 'REQUEST_INVALID' | 'RULE_BROKEN', act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    if (error instanceof RangeError) throw new ControlError(code, error.message)
    throw error
  }
}
