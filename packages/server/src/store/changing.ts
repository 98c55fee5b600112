import { type Kysely, type RawBuilder, sql } from 'kysely'
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
  return changing({ db, append, lock: sql`update revisions set projects = projects + 1` })
}

/** Likewise one after another, of what no server keeps in memory, and so without counting it. */
export function quietChanger(db: Kysely<Schema>, append: Append): Change {
  return changing({ db, append, lock: sql`update revisions set projects = projects` })
}

interface Locking {
  readonly db: Kysely<Schema>
  readonly append: Append
  readonly lock: RawBuilder<unknown>
}

function changing({ db, append, lock }: Locking): Change {
  return (act) =>
    db.transaction().execute(async (transaction) => {
      await lock.execute(transaction)
      const { result, notes } = await act(transaction)
      await append(transaction, notes)
      return result
    })
}
