import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  DatabaseSync,
  type DatabaseSyncInstance,
  type StatementSyncInstance,
} from '@photostructure/sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import { ConfigError } from '../config/read-settings.ts'
import { othersMay } from '../project/others-may.ts'
import { kyselyStore } from './kysely-store.ts'
import { migrate } from './migrate.ts'
import { flavours } from './migrations.ts'
import { NothingKept, type Opening } from './nothing-kept.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/**
 * Opens, or makes, a database in a file that this user alone can read. Other processes may have it open too.
 *
 * @throws ConfigError when it cannot be used; NothingKept
 */
export async function openSqlite(path: string, { make = true }: Opening = {}): Promise<Store> {
  if (!make && !existsSync(path)) throw new NothingKept()
  const db = new Kysely<Schema>({ dialect: dialectOf(open(path)) })
  try {
    await patiently(() => migrate(db, { flavour: flavours.sqlite, name: path, make }))
  } catch (error) {
    await db.destroy()
    throw error
  }
  return kyselyStore(db)
}

function open(path: string): DatabaseSyncInstance {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600)) // SQLite gives its other files the mode of this one
    for (const suffix of ['', '-wal', '-shm']) tighten(path + suffix)
    const database = new DatabaseSync(path, { timeout: 5000 })
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma wal_autocheckpoint = 4000') // pages that change in every group are written back seldom
    database.exec('pragma foreign_keys = on')
    database.exec('pragma secure_delete = on') // a deleted certificate is written over
    database.exec('pragma busy_timeout = 0') // from here on nobody waits inside SQLite: see patiently
    return database
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new ConfigError([`${path} cannot be used as a database: ${code ?? message}`])
  }
}

/** What others of this machine may do with the file is taken from them; where it belongs to somebody else, it stays. */
function tighten(path: string): void {
  if (!existsSync(path) || !othersMay(statSync(path))) return
  try {
    chmodSync(path, 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
  }
}

function dialectOf(connection: DatabaseSyncInstance): Dialect {
  const database = asKyselyWants(connection)
  const dialect = new SqliteDialect({ database })
  return {
    createDriver: () => new PatientDriver({ database }),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createAdapter: () => new SharedFile(),
  }
}

/** Takes the lock at the beginning, and waits for who has it without holding up this process. */
class PatientDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await patiently(() => connection.executeQuery(CompiledQuery.raw('begin immediate')))
  }

  /** On a full disk SQLite has rolled back by itself, and what it says then must not hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!/no transaction is active/.test(String(error))) throw error
    })
  }
}

/** Other processes migrate the same file: one after another, each in one transaction. */
class SharedFile extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function asKyselyWants(database: DatabaseSyncInstance): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare: (text) => {
      const known = statements.get(text)
      if (known !== undefined) return known
      // what SQLite holds for a statement weighs more than what the collector of garbage sees of it, so few are made
      if (statements.size >= mostStatements) statements.clear()
      const statement = preparedAs(database.prepare(text))
      statements.set(text, statement)
      return statement
    },
  }
}

type SqliteStatement = ReturnType<SqliteDatabase['prepare']>
type Values = Parameters<StatementSyncInstance['all']>

function preparedAs(statement: StatementSyncInstance): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...(values as Values)),
    run: (values) => statement.run(...(values as Values)) as never,
    iterate: (values) => statement.iterate(...(values as Values)) as never,
  }
}

const mostStatements = 200
const patienceMs = 5000

/** Tries again, after a few milliseconds each time, while somebody else writes. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let waitedMs = 0; ; ) {
    try {
      return await act()
    } catch (error) {
      if (!/database is locked/.test((error as Error).message) || waitedMs > patienceMs) throw error
      const pauseMs = 2 + Math.random() * 8
      waitedMs += pauseMs
      await setTimeout(pauseMs)
    }
  }
}
