import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { FieldError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { clean } from '../observe/clean.ts'

/** Everything that is wrong with the shape of a value; each place once. `at` is where it stands. */
export function shapeErrors(schema: TSchema, rule: unknown, at: string): FieldError[] {
  if (Value.Check(schema, rule)) return []
  const errors = new Map<string, FieldError>()
  for (const error of Value.Errors(schema, rule)) {
    for (const one of asFieldErrors(error, schema, at)) {
      if (!errors.has(one.pointer)) errors.set(one.pointer, one)
    }
  }
  return [...errors.values()]
}

function asFieldErrors(
  { keyword, instancePath, params, message }: ReturnType<typeof Value.Errors>[number],
  schema: TSchema,
  at: string,
): FieldError[] {
  const place = `${at}${instancePath}`
  const named = params as Readonly<Record<string, readonly string[]>>
  if (keyword === 'required') {
    return (named.requiredProperties ?? []).map((name) => fault(`${place}/${name}`, 'is missing'))
  }
  if (keyword === 'additionalProperties') {
    const known = instancePath === '' ? propertiesOf(schema) : []
    return (named.additionalProperties ?? []).map((name) => unknownField(place, name, known))
  }
  return keyword === 'boolean' ? [] : [fault(place, wordsFor(params) ?? message)]
}

/** For a constant or one of several: what is allowed. */
function wordsFor(params: object): string | undefined {
  const { allowedValue, allowedValues } = params as Readonly<Record<string, unknown>>
  if (allowedValue !== undefined) return `is ${JSON.stringify(allowedValue)}, or left out`
  if (!Array.isArray(allowedValues)) return undefined
  return `is one of ${allowedValues.join(', ')}`
}

function propertiesOf(schema: TSchema): readonly string[] {
  return Object.keys((schema as { readonly properties?: object }).properties ?? {})
}

export function unknownField(at: string, name: string, known: readonly string[]): FieldError {
  const meant = nearest(name.slice(0, 64), [...known])
  const message = `there is no such field${meant ? `; did you mean "${meant}"?` : ''}`
  return { pointer: `${at}/${clean(name.slice(0, 64))}`, code: 'FIELD_UNKNOWN', message }
}

export function fault(pointer: string, message: string): FieldError {
  return { pointer, code: 'FIELD_VALUE', message }
}
