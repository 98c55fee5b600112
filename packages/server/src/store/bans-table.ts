import type {
  ColumnDefinitionBuilder,
  ColumnType,
  Generated,
  Insertable,
  Kysely,
  Selectable,
} from 'kysely'
import type { Ban, PlatformState } from '../bans/ban.ts'
import { ServerError } from '../errors.ts'
import type { Change } from './changing.ts'
import { instant } from './instant.ts'
import { isWild } from './ledger-table.ts'
import type { Flavour } from './migrations.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

export interface BansTable {
  readonly position: Generated<number>
  readonly id: string
  readonly app_id: string
  readonly subject: string | null
  readonly subject_numeric: number
  readonly channel: string | null
  readonly reason: string | null
  readonly set_by: string
  readonly created_at: Instant
  readonly ends_at: Instant
  readonly outlives: ColumnType<number, number | undefined, number>
  readonly lifted_at: Instant | null
  readonly lifted_by: string | null
  readonly platform_state: PlatformState
  readonly rule_id: Instant | null
  readonly attempts: number
  readonly next_at: Instant
  readonly last_error: string | null
}

type Instant = ColumnType<number | string, number, number>

const needed = (column: ColumnDefinitionBuilder) => column.notNull()

export async function createBans({ schema }: Kysely<unknown>, flavour: Flavour): Promise<void> {
  await schema
    .createTable('bans')
    .addColumn('position', flavour.position as never)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('app_id', 'text', (column) => column.notNull().references('projects.app_id'))
    .addColumn('subject', 'text')
    .addColumn('subject_numeric', 'integer', needed)
    .addColumn('channel', 'text')
    .addColumn('reason', 'text')
    .addColumn('set_by', 'text', needed)
    .addColumn('created_at', 'bigint', needed)
    .addColumn('ends_at', 'bigint', needed)
    .addColumn('lifted_at', 'bigint')
    .addColumn('lifted_by', 'text')
    .addColumn('platform_state', 'text', needed)
    .addColumn('rule_id', 'bigint')
    .addColumn('attempts', 'integer', needed)
    .addColumn('next_at', 'bigint', needed)
    .addColumn('last_error', 'text')
    .execute()
  const indexes = {
    bans_by_project: ['app_id', 'position'],
    bans_by_end: ['ends_at'],
    bans_by_state: ['platform_state', 'next_at'],
  }
  for (const [name, columns] of Object.entries(indexes)) {
    await schema.createIndex(name).on('bans').columns(columns).execute()
  }
  await schema
    .createIndex('grants_wild')
    .on('grants')
    .columns(['app_id', 'expires_at'])
    .where(isWild)
    .execute()
}

/** Whether the end was counted from the tokens that were about. */
export async function addOutlives({ schema }: Kysely<unknown>): Promise<void> {
  const bans = schema.alterTable('bans')
  await bans.addColumn('outlives', 'integer', (column) => column.notNull().defaultTo(0)).execute()
}

type BanActs = Pick<Store, 'addBan' | 'listBans' | 'standingBans' | 'changeBan'>

/** What the store does with bans. */
export function banActs(db: Kysely<Schema>, changing: Change): BanActs {
  return {
    addBan: (ban, note) =>
      changing(async (transaction) => {
        await needProject(transaction, ban.appId)
        await transaction.insertInto('bans').values(banRow(ban)).execute()
        return { result: undefined, notes: [note] }
      }),
    listBans: async ({ appId, standingAt, limit, after }) => {
      await needProject(db, appId)
      let query = db.selectFrom('bans').selectAll().where('app_id', '=', appId)
      if (standingAt !== undefined) {
        query = query.where('lifted_at', 'is', null).where('ends_at', '>', standingAt)
      }
      if (after !== undefined) {
        query = query.where('position', '<', await positionOf(db, appId, after))
      }
      const rows = await query
        .orderBy('position', 'desc')
        .limit(limit + 1)
        .execute()
      const bans = rows.slice(0, limit).map(banOf)
      return rows.length > limit ? { bans, next: bans.at(-1)!.id } : { bans }
    },
    standingBans: async (at) => {
      const standing = db.selectFrom('bans').selectAll().where('ends_at', '>', at)
      const rows = await standing.where('lifted_at', 'is', null).orderBy('position').execute()
      return rows.map(banOf)
    },
    changeBan: ({ appId, id }, change, note) =>
      changing(async (transaction) => {
        const known = transaction.selectFrom('bans').selectAll().where('id', '=', id)
        const found = await known.where('app_id', '=', appId).executeTakeFirst()
        if (found === undefined) throw unknown()
        const was = banOf(found)
        const wished = change(was)
        if (wished === was) return { result: was, notes: [] }
        const changed = { ...was, ...changeable(was, wished) }
        await transaction
          .updateTable('bans')
          .set(changingRow(changed))
          .where('id', '=', id)
          .execute()
        return { result: changed, notes: [note(changed)] }
      }),
  }
}

function unknown(): ServerError {
  return new ServerError('BAN_UNKNOWN', 'the project has no such ban')
}

async function needProject(db: Kysely<Schema>, appId: string): Promise<void> {
  const known = db.selectFrom('projects').select('app_id').where('app_id', '=', appId)
  if ((await known.executeTakeFirst()) !== undefined) return
  throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
}

async function positionOf(db: Kysely<Schema>, appId: string, id: string): Promise<number> {
  const known = db.selectFrom('bans').select('position').where('id', '=', id)
  const found = await known.where('app_id', '=', appId).executeTakeFirst()
  if (found === undefined) throw unknown()
  return found.position
}

function changeable(was: Ban, { until, liftedAt, liftedBy, platform }: Ban) {
  return { until: Math.max(was.until, until), liftedAt, liftedBy, platform }
}

export function banOf(row: Selectable<BansTable>): Ban {
  return {
    id: row.id,
    appId: row.app_id,
    ...(row.subject === null ? {} : { subject: row.subject, numeric: row.subject_numeric === 1 }),
    channel: row.channel ?? undefined,
    reason: row.reason ?? undefined,
    by: row.set_by,
    createdAt: Number(row.created_at),
    until: Number(row.ends_at),
    ...(row.outlives === 1 ? { outlives: true as const } : {}),
    liftedAt: instant(row.lifted_at),
    liftedBy: row.lifted_by ?? undefined,
    platform: {
      state: row.platform_state,
      ruleId: instant(row.rule_id),
      attempts: row.attempts,
      nextAt: Number(row.next_at),
      lastError: row.last_error ?? undefined,
    },
  }
}

function banRow(ban: Ban): Insertable<BansTable> {
  return {
    id: ban.id,
    app_id: ban.appId,
    subject: ban.subject ?? null,
    subject_numeric: Number(ban.numeric ?? false),
    channel: ban.channel ?? null,
    reason: ban.reason ?? null,
    set_by: ban.by,
    created_at: ban.createdAt,
    outlives: Number(ban.outlives ?? false),
    ...changingRow(ban),
  }
}

export function changingRow({ until, liftedAt, liftedBy, platform }: Ban) {
  return {
    ends_at: until,
    lifted_at: liftedAt ?? null,
    lifted_by: liftedBy ?? null,
    platform_state: platform.state,
    rule_id: platform.ruleId ?? null,
    attempts: platform.attempts,
    next_at: platform.nextAt,
    last_error: platform.lastError ?? null,
  }
}
