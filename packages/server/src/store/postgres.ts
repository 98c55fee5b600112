import { Kysely, PostgresDialect, sql } from 'kysely'
import { ConfigError } from '../config/read-settings.ts'
import { kyselyStore } from './kysely-store.ts'
import { migrate } from './migrate.ts'
import { flavours } from './migrations.ts'
import type { Opening } from './nothing-kept.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/**
 * Opens a database of PostgreSQL 15 or later.
 *
 * @param url - `postgres://user:password@host:port/database`, or with `?host=/folder` a socket's; never repeated in an error
 * @throws ConfigError when it cannot be reached or used; NothingKept
 */
export async function openPostgres(url: string, { make = true }: Opening = {}): Promise<Store> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    statement_timeout: 10_000,
    query_timeout: 15_000, // for an answer that is lost on the way
    keepAlive: true,
    idle_in_transaction_session_timeout: 10_000,
  })
  pool.on('error', () => {}) // a connection that was idle; the next one who asks gets another, or an error
  pool.on('connect', (client) => client.on('error', () => {})) // one that is used: who uses it gets the error
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await sql`select 1`.execute(db) // can it be reached at all?
    await migrate(db, { flavour: flavours.postgres, name: 'the database', make })
  } catch (error) {
    await db.destroy()
    if (error instanceof ConfigError) throw error
    const { code, message } = error as { code?: string; message: string }
    throw new ConfigError([`the database cannot be used: ${code ?? message}`])
  }
  return kyselyStore(db)
}
