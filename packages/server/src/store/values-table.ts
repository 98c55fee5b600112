import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** Single values under names. */
export function valueActs(db: Kysely<Schema>): Pick<Store, 'keepValue' | 'findValue'> {
  const findValue: Store['findValue'] = async (name) => {
    const known = db.selectFrom('kept_values').select('value').where('name', '=', name)
    return (await known.executeTakeFirst())?.value
  }
  return {
    findValue,
    keepValue: async (name, make) => {
      const kept = await findValue(name)
      if (kept !== undefined) return kept
      const row = { name, value: make() }
      await db.transaction().execute((transaction) =>
        transaction
          .insertInto('kept_values')
          .values(row)
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute(),
      )
      return (await findValue(name))!
    },
  }
}
