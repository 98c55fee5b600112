import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely'
import { createAnswers } from './answers-table.ts'
import { createAuditCuts } from './audit-cuts-table.ts'
import { createAudit, lightenAudit } from './audit-table.ts'
import { addOutlives, createBans } from './bans-table.ts'
import { createIssuers } from './issuers-table.ts'
import { createLeases } from './leases-table.ts'
import {
  addRules,
  createDrains,
  createGrants,
  indexOverGrants,
  lightenGrants,
} from './ledger-table.ts'
import { createPolicies } from './policies-table.ts'
import { createUsers } from './users-table.ts'

/** How databases differ, as data. */
export interface Flavour {
  readonly bytes: 'blob' | 'bytea'
  /** a column that numbers its rows */
  readonly position: ReturnType<typeof sql>
  /** the same, where the number of one that is gone may be given again: it costs less */
  readonly row: ReturnType<typeof sql>
  /** ends the making of a table of short rows that are read by its key alone */
  readonly inItsKey: ReturnType<typeof sql>
}

export const flavours = {
  sqlite: {
    bytes: 'blob',
    position: sql`integer primary key autoincrement`,
    row: sql`integer primary key`,
    inItsKey: sql`without rowid`,
  },
  postgres: {
    bytes: 'bytea',
    position: sql`bigint generated always as identity primary key`,
    row: sql`bigint generated always as identity primary key`,
    inItsKey: sql``,
  },
} as const satisfies Record<string, Flavour>

/** Each step runs once, in this order, and is never changed after it was released. */
export function migrations(flavour: Flavour): Record<string, Migration> {
  return {
    '0001-projects': { up: (db) => createProjects(db, flavour) },
    '0002-values': { up: createValues },
    '0003-api-keys': { up: (db) => createKeys(db, flavour) },
    '0004-policies': { up: createPolicies },
    '0005-grants': { up: createGrants },
    '0006-reasons': { up: addReasons },
    '0007-audit': { up: createAudit },
    '0008-bans': { up: (db) => createBans(db, flavour) },
    '0009-issuers': { up: (db) => createIssuers(db, flavour) },
    '0010-users': { up: (db) => createUsers(db, flavour) },
    '0011-idempotency': { up: (db) => createAnswers(db, flavour) },
    '0012-over-grants': { up: indexOverGrants },
    '0013-emergencies': { up: addEmergencies },
    '0014-leases': { up: createLeases },
    '0015-outlives': { up: addOutlives },
    '0016-lighter-grants': { up: (db) => lightenGrants(db, flavour.row) },
    '0017-lighter-audit': { up: lightenAudit },
    '0018-drains': { up: (db) => createDrains(db, flavour.inItsKey) },
    '0019-rules-of-grants': { up: addRules },
    '0020-audit-cuts': { up: createAuditCuts },
  }
}

const needed = (column: ColumnDefinitionBuilder) => column.notNull()

async function createKeys({ schema }: Kysely<unknown>, flavour: Flavour): Promise<void> {
  await schema
    .createTable('api_keys')
    .addColumn('position', flavour.position as never)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', needed)
    .addColumn('scopes', 'text', needed)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('last4', 'text', needed)
    .addColumn('created_at', 'bigint', needed)
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addColumn('replaced_by', 'text')
    .execute()
}

async function addReasons({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('certificates').addColumn('retired_because', 'text').execute()
}

async function addEmergencies({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('certificates').addColumn('disabled_because', 'text').execute()
}

async function createValues(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('kept_values')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', needed)
    .execute()
  await db.schema.createTable('revisions').addColumn('projects', 'bigint', needed).execute()
  await sql`insert into revisions (projects) values (0)`.execute(db)
}

async function createProjects({ schema }: Kysely<unknown>, flavour: Flavour): Promise<void> {
  await schema
    .createTable('projects')
    .addColumn('position', flavour.position as never)
    .addColumn('app_id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', needed)
    .addColumn('origin', 'text', needed)
    .addColumn('enabled', 'integer', needed)
    .addColumn('app_id_only', 'integer', needed)
    .addColumn('co_host', 'integer', needed)
    .addColumn('co_host_confirmed_at', 'bigint')
    .addColumn('co_host_confirmed_by', 'text')
    .addColumn('created_at', 'bigint', needed)
    .execute()
  await schema
    .createTable('certificates')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('app_id', 'text', (column) => column.notNull().references('projects.app_id'))
    .addColumn('place', 'text')
    .addColumn('enabled', 'integer', needed)
    .addColumn('sealed', sql.raw(flavour.bytes))
    .addColumn('fingerprint', 'text', needed)
    .addColumn('last4', 'text', needed)
    .addColumn('created_at', 'bigint', needed)
    .addColumn('activated_at', 'bigint')
    .addColumn('draining_since', 'bigint')
    .addColumn('retired_at', 'bigint')
    .execute()
  const index = schema.createIndex('certificates_by_project').on('certificates').column('app_id')
  await index.execute()
}
