import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'

/**
 * The value, if it has the shape; else what is wrong with it first, with its place. Fields that the shape does
 * not name are let through: the SDK sends many more than are needed here.
 */
export function shaped<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
): { readonly value: Static<Schema> } | { readonly fault: string } {
  if (Value.Check(schema, value)) return { value }
  const [first] = Value.Errors(schema, value)
  return {
    fault: first === undefined ? 'wrong shape' : `${first.instancePath || '/'} ${first.message}`,
  }
}
