import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * One after another, in all processes: the first statement locks a row, so what is read after it is still so when it
 * is written. The row counts changes, of whatever servers keep in memory.
 */
export function changing<Result>(
  db: Kysely<Schema>,
  act: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    await sql`update revisions set projects = projects + 1`.execute(transaction)
    return await act(transaction)
  })
}
