import { type Kysely, Migrator } from 'kysely'
import { ConfigError } from '../config/read-settings.ts'
import { type Flavour, migrations } from './migrations.ts'
import { NothingKept } from './nothing-kept.ts'
import type { Schema } from './schema.ts'

interface Migrated {
  readonly flavour: Flavour
  /** what the database is called in errors */
  readonly name: string
  readonly make: boolean
}

/** Brings the tables up to date; many starts at once wait for the first. @throws ConfigError when they cannot be used */
export async function migrate(
  db: Kysely<Schema>,
  { flavour, name, make }: Migrated,
): Promise<void> {
  if (!make && !(await isBegun(db))) throw new NothingKept()
  const provider = { getMigrations: async () => migrations(flavour) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error === undefined) return
  const reason = error instanceof Error ? error.message : String(error)
  const newer = /previously executed migration/.test(reason)
  throw new ConfigError([
    newer
      ? `${name} was written by a newer version of Symbolon; use that one, or restore a backup.`
      : `${name} cannot be brought up to date: ${reason}`,
  ])
}

/** Whether anything of ours was ever made there. */
async function isBegun(db: Kysely<Schema>): Promise<boolean> {
  const tables = await db.introspection.getTables()
  return tables.some(({ name }) => name === 'kept_values')
}
