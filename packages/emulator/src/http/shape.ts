import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'

/** One field that is not as it should be. */
export interface Fault {
  /** path into the body, such as `/uid`; empty = the body itself */
  readonly path: string
  readonly kind: 'missing' | 'unknown' | 'type' | 'value'
  readonly message: string
}

/** The value when it has the shape, else every field that is wrong, once each. */
export function readShape<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
): { readonly value: Static<Schema> } | { readonly faults: readonly Fault[] } {
  if (Value.Check(schema, value)) return { value }
  const faults = new Map<string, Fault>()
  for (const error of Value.Errors(schema, value)) {
    for (const fault of faultsOf(error)) {
      if (!faults.has(fault.path)) faults.set(fault.path, fault)
    }
  }
  return { faults: [...faults.values()] }
}

type SchemaError = ReturnType<typeof Value.Errors>[number]

function faultsOf({ keyword, instancePath, params, message }: SchemaError): readonly Fault[] {
  const named = (key: string, kind: 'missing' | 'unknown', text: string) => {
    const names = (params as Readonly<Record<string, readonly string[]>>)[key] ?? []
    return names.map((name) => ({ path: `${instancePath}/${name}`, kind, message: text }))
  }
  switch (keyword) {
    case 'required':
      return named('requiredProperties', 'missing', 'is missing')
    case 'additionalProperties':
      return named('additionalProperties', 'unknown', 'is no field of this request')
    case 'boolean': // says the same as additionalProperties
      return []
    case 'type':
      return [{ path: instancePath, kind: 'type', message }]
    default:
      return [{ path: instancePath, kind: 'value', message }]
  }
}
