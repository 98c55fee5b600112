import { type Kysely, sql } from 'kysely'
import type { Note } from '../audit/note.ts'
import type { Append } from './audit-table.ts'
import type { Schema } from './schema.ts'

/** What was changed, and how the audit is told of it. */
interface Changing<Result> {
  readonly result: Result
  readonly notes: readonly Note[]
}

/**
 * One after another, in all processes: the first statement locks a row, so what is read after it is still so when it
 * is written. The row counts changes, of whatever servers keep in memory. What is changed and the note of it are one act.
 */
export type Change = <Result>(
  act: (transaction: Kysely<Schema>) => Promise<Changing<Result>>,
) => Promise<Result>

export function changer(db: Kysely<Schema>, append: Append): Change {
  return (act) =>
    db.transaction().execute(async (transaction) => {
      await sql`update revisions set projects = projects + 1`.execute(transaction)
      const { result, notes } = await act(transaction)
      await append(transaction, notes)
      return result
    })
}

/** Likewise one after another, of what no server keeps in memory and no owner decided. */
export function alone<Result>(
  db: Kysely<Schema>,
  act: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    await sql`update revisions set projects = projects`.execute(transaction)
    return await act(transaction)
  })
}
