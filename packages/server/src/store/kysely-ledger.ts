import { CompiledQuery, type Kysely, type Selectable, sql } from 'kysely'
import type { Drain, Ledger, LedgerEntry, LedgerWish } from '../record/ledger.ts'
import { builtText } from './built-text.ts'
import { insertRows } from './insert-rows.ts'
import { reachOf } from './ledger-reach.ts'
import { type GrantsTable, overGranted } from './ledger-table.ts'
import { tollOf } from './ledger-toll.ts'
import type { Schema } from './schema.ts'

/** Writes grants as part of an act that has begun. */
export async function writeGrants(
  transaction: Kysely<Schema>,
  entries: readonly LedgerEntry[],
): Promise<void> {
  await insertRows(transaction, 'grants', entries.map(rowOf))
  await countDrains(transaction, entries)
}

/** The ledger on either database. */
export function kyselyLedger(db: Kysely<Schema>): Ledger {
  return {
    find: async (wish) => {
      const rows = await selecting(db, wish)
        .limit(wish.limit + 1)
        .execute()
      const entries = rows.slice(0, wish.limit).map(entryOf)
      return rows.length > wish.limit
        ? { entries, next: cursorOf(rows[wish.limit - 1]!) }
        : { entries }
    },
    ofToken: async ({ tokenId, issuedAt }) => {
      const all = db.selectFrom('grants').selectAll().where('issued_at', '=', issuedAt)
      const rows = all.where('token_id', '=', tokenId)
      return (await rows.orderBy('nth').execute()).map(entryOf)
    },
    drainOf: (certificateId, at) => drainOf(db, certificateId, at),
    tollOf: async (certificateId, at, channels) => ({
      ...(await drainOf(db, certificateId, at)),
      ...(await tollOf(db, { certificateId, at, channels })),
    }),
    reach: reachOf(db),
    forget: (before, limit) => forget(db, before, limit),
  }
}

/** Tokens are counted by their first service: all of a token end together. */
async function countDrains(
  transaction: Kysely<Schema>,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const ends = new Map<string, { readonly of: LedgerEntry; tokens: number }>()
  for (const of of entries) {
    if (of.nth !== 0) continue
    const name = `${of.certificateId} ${of.expiresAt}`
    const known = ends.get(name)
    if (known === undefined) ends.set(name, { of, tokens: 1 })
    else known.tokens++
  }
  // always in the same order, so that of two who count the same none waits for the other for ever
  const sorted = [...ends].sort(([a], [b]) => (a < b ? -1 : 1))
  const text = builtText(transaction, 'count drains', countOne)
  for (const [, { of, tokens }] of sorted) {
    const values = [of.certificateId, of.expiresAt, of.appId, tokens]
    await transaction.executeQuery(CompiledQuery.raw(text, values))
  }
}

function countOne(db: Kysely<Schema>): string {
  return sql`
    insert into drains (certificate_id, expires_at, app_id, tokens) values (${''}, ${0}, ${''}, ${0})
    on conflict (certificate_id, expires_at) do update set tokens = drains.tokens + excluded.tokens`.compile(
    db,
  ).sql
}

async function drainOf(db: Kysely<Schema>, certificateId: string, at: number): Promise<Drain> {
  const unexpired = db
    .selectFrom('drains')
    .where('certificate_id', '=', certificateId)
    .where('expires_at', '>', at)
  const { tokens, last } = await unexpired
    .select(({ fn }) => [
      fn.sum<number | string | null>('tokens').as('tokens'),
      fn.max('expires_at').as('last'),
    ])
    .executeTakeFirstOrThrow()
  return { unexpiredTokens: Number(tokens), lastEndsAt: last === null ? undefined : Number(last) }
}

/** Project by project, as the indexes are. */
async function forget(db: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const projects = await db.selectFrom('projects').select('app_id').execute()
  let forgotten = 0
  for (const { app_id } of projects) {
    const ended = db
      .selectFrom('grants')
      .select('position')
      .where('app_id', '=', app_id)
      .where('expires_at', '<', before)
      .orderBy('expires_at')
      .limit(limit - forgotten)
    const { numDeletedRows } = await db
      .transaction()
      .execute((transaction) =>
        transaction.deleteFrom('grants').where('position', 'in', ended).executeTakeFirst(),
      )
    forgotten += Number(numDeletedRows)
    if (forgotten >= limit) return forgotten
  }
  const known = db.selectFrom('certificates').select('id')
  const counts = db.deleteFrom('drains').where('expires_at', '<', before)
  await counts.where('certificate_id', 'in', known).execute()
  return forgotten
}

function selecting(db: Kysely<Schema>, wish: LedgerWish) {
  let query = db.selectFrom('grants').selectAll().where('app_id', '=', wish.appId)
  for (const column of ['expires_at', 'position'] as const) {
    query = query.orderBy(column, wish.lastFirst ? 'desc' : 'asc')
  }
  if (wish.over) query = query.where(overGranted)
  if (wish.channel !== undefined) query = query.where('channel', '=', wish.channel)
  if (wish.subject !== undefined) query = query.where('subject', '=', wish.subject)
  if (wish.publishes !== undefined) query = query.where('publishes', '=', Number(wish.publishes))
  if (wish.liveAt !== undefined) query = query.where('expires_at', '>', wish.liveAt)
  if (wish.after === undefined) return query
  const { expiresAt, position } = readCursor(wish.after)
  return query.where(({ eb, refTuple, tuple }) =>
    eb(refTuple('expires_at', 'position'), '>', tuple(expiresAt, position) as never),
  )
}

function cursorOf({ expires_at, position }: Selectable<GrantsTable>): string {
  return `${expires_at}.${position}`
}

/** @throws RangeError on what no page gave */
function readCursor(text: string): { readonly expiresAt: number; readonly position: number } {
  const [, expiresAt, position] = /^(\d{1,12})\.(\d{1,15})$/.exec(text) ?? []
  if (position === undefined) throw new RangeError('no page ends there')
  return { expiresAt: Number(expiresAt), position: Number(position) }
}

function rowOf(entry: LedgerEntry) {
  return {
    token_id: entry.tokenId,
    nth: entry.nth,
    app_id: entry.appId,
    service: entry.service,
    channel: entry.channel ?? '',
    subject: entry.subject,
    publishes: Number(entry.publishes),
    issued_at: entry.issuedAt,
    expires_at: entry.expiresAt,
    certificate_id: entry.certificateId,
    caller_kind: entry.callerKind,
    caller_id: entry.callerId,
    dialect: entry.dialect,
    rule: entry.rule ?? '',
  }
}

function entryOf(row: Selectable<GrantsTable>): LedgerEntry {
  return {
    tokenId: row.token_id,
    nth: row.nth,
    appId: row.app_id,
    service: row.service,
    channel: row.channel === '' ? undefined : row.channel,
    subject: row.subject,
    publishes: row.publishes === 1,
    issuedAt: Number(row.issued_at),
    expiresAt: Number(row.expires_at),
    certificateId: row.certificate_id,
    callerKind: row.caller_kind,
    callerId: row.caller_id,
    dialect: row.dialect,
    rule: row.rule === '' ? undefined : row.rule,
  }
}
