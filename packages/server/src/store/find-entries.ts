import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { AuditWish } from '../audit/audit.ts'
import type { AuditEntry } from '../audit/chain.ts'
import type { AuditTable } from './audit-table.ts'
import type { Schema } from './schema.ts'

/** Of all entries most are tokens; who looks for those reads them as they come, so only the others need finding. */
const usual = 'token.issued'
export const isOther: RawBuilder<boolean> = sql.raw<boolean>(`(action <> '${usual}')`)

/** @param after - numbers up to this are not looked at */
export async function findEntries(
  db: Kysely<Schema>,
  wish: AuditWish,
  after: number,
): Promise<readonly AuditEntry[]> {
  const { chain, actions, since, until, before } = wish
  const firstSince = (at: number) => firstOf(db, { chain, after, at })
  let query = db.selectFrom('audit').selectAll().where('chain', '=', chain)
  query = query.where('seq', '>', after)
  if (actions !== undefined) query = query.where('action', 'in', actions)
  if (actions?.includes(usual) === false) query = query.where(isOther)
  if (before !== undefined) query = query.where('seq', '<', before)
  if (since !== undefined) {
    const first = await firstSince(since)
    if (first === undefined) return []
    query = query.where('seq', '>=', first)
  }
  if (until !== undefined) {
    const end = await firstSince(until)
    if (end !== undefined) query = query.where('seq', '<', end)
  }
  return (await query.orderBy('seq', 'desc').limit(wish.limit).execute()).map(entryOf)
}

interface Instant {
  readonly chain: string
  /** number: not before, and not this */
  readonly after: number
  /** Unix seconds */
  readonly at: number
}

/** Numbers go with time, so an instant is looked for by halves, and a page is read by numbers. */
async function firstOf(
  db: Kysely<Schema>,
  { chain, after, at }: Instant,
): Promise<number | undefined> {
  const own = db.selectFrom('audit').select(['seq', 'at']).where('chain', '=', chain)
  const last = await own.orderBy('seq', 'desc').limit(1).executeTakeFirst()
  if (last === undefined || Number(last.at) < at) return undefined
  let [low, high] = [after + 1, Number(last.seq)]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const there = await own.where('seq', '>=', middle).orderBy('seq').limit(1).executeTakeFirst()
    if (Number(there!.at) >= at) high = middle
    else low = Number(there!.seq) + 1
  }
  return low
}

export function entryOf({ seq, at, ...row }: Selectable<AuditTable>): AuditEntry {
  return { ...row, seq: Number(seq), at: Number(at) }
}
