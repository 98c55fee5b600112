import { CompiledQuery, type Kysely } from 'kysely'
import { builtText } from './built-text.ts'
import type { Schema } from './schema.ts'

type Table = 'audit' | 'grants'

/** Inserts many rows that have the same columns, in the same order: few lengths make few statements. */
export async function insertRows(
  db: Kysely<Schema>,
  table: Table,
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; ) {
    const left = rows.length - from
    const length = lengths.find((one) => one <= left)!
    const part = rows.slice(from, from + length)
    const values: unknown[] = []
    for (const row of part) values.push(...Object.values(row))
    const insert = () =>
      db
        .insertInto(table)
        .values(part as never)
        .compile().sql
    const text = builtText(db, `${table} ${length}`, insert)
    await db.executeQuery(CompiledQuery.raw(text, values))
    from += length
  }
}

const lengths = [256, 128, 64, 32, 16, 8, 4, 2, 1]
