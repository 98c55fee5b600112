import { CompiledQuery, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

type Table = 'audit' | 'grants'

/**
 * Inserts many rows that have the same columns, in the same order. Building a statement costs more than running it, so few
 * lengths make few statements, and each is built once.
 */
export async function insertRows(
  db: Kysely<Schema>,
  table: Table,
  rows: readonly object[],
): Promise<void> {
  for (const part of inParts(rows)) {
    const values = part.flatMap((row) => Object.values(row))
    await db.executeQuery(CompiledQuery.raw(statement(db, table, part), values))
  }
}

/** By the database's dialect, of which there is one object for each open store. */
const built = new WeakMap<object, Map<string, string>>()

function statement(db: Kysely<Schema>, table: Table, part: readonly object[]): string {
  const { adapter } = db.getExecutor()
  const own = built.get(adapter) ?? new Map<string, string>()
  built.set(adapter, own)
  const name = `${table} ${part.length}`
  const known = own.get(name)
  if (known !== undefined) return known
  const { sql } = db
    .insertInto(table)
    .values(part as never)
    .compile()
  own.set(name, sql)
  return sql
}

function* inParts<One>(rows: readonly One[]): Iterable<readonly One[]> {
  for (let from = 0; from < rows.length; ) {
    const left = rows.length - from
    const length = [256, 64, 16, 4].find((size) => size <= left) ?? 1
    yield rows.slice(from, from + length)
    from += length
  }
}
