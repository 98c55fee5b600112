import type { ColumnType, Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** What one process alone does at a time, and which. */
export interface LeasesTable {
  readonly name: string
  readonly holder: string
  readonly ends_at: ColumnType<number | string, number, number>
}

export async function createLeases({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .execute()
  const bySubject = schema.createIndex('bans_by_subject').on('bans')
  await bySubject.columns(['app_id', 'subject', 'position']).execute()
}

type LeaseActs = Pick<Store, 'takeLease' | 'releaseLease'>

export function leaseActs(db: Kysely<Schema>): LeaseActs {
  return {
    takeLease: (name, { holder, at, seconds }) =>
      db.transaction().execute(async (transaction) => {
        const row = { holder, ends_at: at + seconds }
        const { numInsertedOrUpdatedRows = 0n } = await transaction
          .insertInto('leases')
          .values({ name, ...row })
          .onConflict((conflict) =>
            conflict
              .column('name')
              .doUpdateSet(row)
              .where(({ eb, or }) =>
                or([eb('leases.holder', '=', holder), eb('leases.ends_at', '<=', at)]),
              ),
          )
          .executeTakeFirst()
        return numInsertedOrUpdatedRows > 0n
      }),
    releaseLease: (name, holder) =>
      db.transaction().execute(async (transaction) => {
        const own = transaction.deleteFrom('leases').where('name', '=', name)
        await own.where('holder', '=', holder).execute()
      }),
  }
}
