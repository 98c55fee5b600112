import type { Kysely, Selectable } from 'kysely'
import type { Drain, Ledger, LedgerEntry, LedgerWish } from '../record/ledger.ts'
import { insertRows } from './insert-rows.ts'
import { reachOf } from './ledger-reach.ts'
import { type GrantsTable, overGranted } from './ledger-table.ts'
import { tollOf } from './ledger-toll.ts'
import type { Schema } from './schema.ts'

/** Writes grants as part of an act that has begun; those that are there already stay as they are. */
export async function writeGrants(
  transaction: Kysely<Schema>,
  entries: readonly LedgerEntry[],
): Promise<void> {
  await insertRows(transaction, { table: 'grants', known: 'leave' }, entries.map(rowOf))
}

/** The ledger on either database. */
export function kyselyLedger(db: Kysely<Schema>): Ledger {
  return {
    find: async (wish) => {
      const rows = await selecting(db, wish)
        .limit(wish.limit + 1)
        .execute()
      const entries = rows.slice(0, wish.limit).map(entryOf)
      return rows.length > wish.limit ? { entries, next: cursorOf(entries.at(-1)!) } : { entries }
    },
    ofToken: async (tokenId) => {
      const rows = db.selectFrom('grants').selectAll().where('token_id', '=', tokenId)
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
async function drainOf(db: Kysely<Schema>, certificateId: string, at: number): Promise<Drain> {
  const unexpired = db
    .selectFrom('grants')
    .where('certificate_id', '=', certificateId)
    .where('nth', '=', 0)
    .where('expires_at', '>', at)
  const { tokens, last } = await unexpired
    .select(({ fn }) => [
      fn.countAll<number | string>().as('tokens'),
      fn.max('expires_at').as('last'),
    ])
    .executeTakeFirstOrThrow()
  return { unexpiredTokens: Number(tokens), lastEndsAt: last === null ? undefined : Number(last) }
}

async function forget(db: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const ended = db
    .selectFrom('grants')
    .select(['token_id', 'nth'])
    .where('expires_at', '<', before)
    .orderBy('expires_at')
    .limit(limit)
    .$asTuple('token_id', 'nth')
  const { numDeletedRows } = await db.transaction().execute((transaction) =>
    transaction
      .deleteFrom('grants')
      .where(({ eb, refTuple }) => eb(refTuple('token_id', 'nth'), 'in', ended))
      .executeTakeFirst(),
  )
  return Number(numDeletedRows)
}

function selecting(db: Kysely<Schema>, wish: LedgerWish) {
  let query = db.selectFrom('grants').selectAll().where('app_id', '=', wish.appId)
  for (const column of ['expires_at', 'token_id', 'nth'] as const) {
    query = query.orderBy(column, wish.lastFirst ? 'desc' : 'asc')
  }
  if (wish.over) query = query.where(overGranted)
  if (wish.channel !== undefined) query = query.where('channel', '=', wish.channel)
  if (wish.subject !== undefined) query = query.where('subject', '=', wish.subject)
  if (wish.publishes !== undefined) query = query.where('publishes', '=', Number(wish.publishes))
  if (wish.liveAt !== undefined) query = query.where('expires_at', '>', wish.liveAt)
  if (wish.after === undefined) return query
  const { expiresAt, tokenId, nth } = readCursor(wish.after)
  return query.where(({ eb, refTuple, tuple }) =>
    eb(refTuple('expires_at', 'token_id', 'nth'), '>', tuple(expiresAt, tokenId, nth) as never),
  )
}

function cursorOf({ expiresAt, tokenId, nth }: LedgerEntry): string {
  return `${expiresAt}.${tokenId}.${nth}`
}

/** @throws RangeError on what no page gave */
function readCursor(text: string): Pick<LedgerEntry, 'expiresAt' | 'tokenId' | 'nth'> {
  const [, expiresAt, tokenId, nth] = /^(\d{1,12})\.([\da-f]{32})\.(\d{1,3})$/.exec(text) ?? []
  if (tokenId === undefined) throw new RangeError('no page ends there')
  return { expiresAt: Number(expiresAt), tokenId, nth: Number(nth) }
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
  }
}
