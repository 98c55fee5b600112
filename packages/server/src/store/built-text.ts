import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** By the database's dialect, of which there is one object for each open store. */
const built = new WeakMap<object, Map<string, string>>()

/**
 * The text of a statement that is run with every group of grants: putting it together costs more than running it, so that
 * is done once for each open store.
 */
export function builtText(
  db: Kysely<Schema>,
  name: string,
  build: (db: Kysely<Schema>) => string,
): string {
  const { adapter } = db.getExecutor()
  let own = built.get(adapter)
  if (own === undefined) {
    own = new Map()
    built.set(adapter, own)
  }
  const known = own.get(name)
  if (known !== undefined) return known
  const text = build(db)
  own.set(name, text)
  return text
}
