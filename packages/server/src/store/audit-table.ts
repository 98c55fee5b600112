import {
  type ColumnDefinitionBuilder,
  type ColumnType,
  CompiledQuery,
  type Kysely,
  sql,
} from 'kysely'
import type { Audit } from '../audit/audit.ts'
import { type AuditEntry, beginning, type Head, isProven, link, proofOf } from '../audit/chain.ts'
import { authorityChain, type Note } from '../audit/note.ts'
import { cutActs, keptCut, provenCut } from './audit-cuts-table.ts'
import { builtText } from './built-text.ts'
import { entryOf, findEntries, isOther } from './find-entries.ts'
import { insertRows } from './insert-rows.ts'
import type { Schema } from './schema.ts'

export interface AuditTable {
  readonly chain: string
  readonly seq: number
  readonly at: ColumnType<number | string, number, number>
  readonly action: string
  readonly body: string
  readonly hash: string
}

/** One row for each chain. */
export interface AuditHeadsTable {
  readonly chain: string
  readonly seq: number
  readonly hash: string
  readonly proof: string
}

const needed = (column: ColumnDefinitionBuilder) => column.notNull()

/** No reference to projects: what was written stays, and writing it should look nothing up. */
export async function createAudit({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('audit')
    .addColumn('chain', 'text', needed)
    .addColumn('seq', 'bigint', needed)
    .addColumn('at', 'bigint', needed)
    .addColumn('action', 'text', needed)
    .addColumn('body', 'text', needed)
    .addColumn('hash', 'text', needed)
    .addPrimaryKeyConstraint('audit_key', ['chain', 'seq'])
    .execute()
  const indexes = {
    audit_by_time: ['chain', 'at', 'seq'],
    audit_by_action: ['chain', 'action', 'seq'],
  }
  for (const [name, columns] of Object.entries(indexes)) {
    await schema.createIndex(name).on('audit').columns(columns).execute()
  }
  await schema
    .createTable('audit_heads')
    .addColumn('chain', 'text', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', needed)
    .addColumn('hash', 'text', needed)
    .addColumn('proof', 'text', needed)
    .execute()
  await schema
    .alterTable('projects')
    .addColumn('audit', 'text', (column) => column.notNull().defaultTo('strict'))
    .execute()
}

/** What a token costs to write down is its row alone. */
export async function lightenAudit({ schema }: Kysely<unknown>): Promise<void> {
  await schema.dropIndex('audit_by_time').ifExists().execute()
  await schema.dropIndex('audit_by_action').ifExists().execute()
  const index = schema.createIndex('audit_of_others').ifNotExists().on('audit')
  await index.columns(['chain', 'action', 'seq']).where(isOther).execute()
}

/** Writes notes as part of an act that has begun. */
export type Append = (transaction: Kysely<Schema>, notes: readonly Note[]) => Promise<void>

export function auditActs(db: Kysely<Schema>): { readonly audit: Audit; readonly append: Append } {
  let key: Uint8Array | undefined
  const known = new Set<string>([authorityChain])
  const append: Append = async (transaction, notes) => {
    if (notes.length === 0) return
    if (key === undefined) throw new TypeError('the audit has no key yet')
    for (const [chain, own] of byChain(await withBeginnings(transaction, notes, known))) {
      await lengthen(transaction, { chain, notes: own, key, known: known.has(chain) })
    }
  }
  const audit: Audit = {
    useKey: (given) => {
      key = given
    },
    write: async (notes) => {
      if (notes.length === 0) return
      await db.transaction().execute((transaction) => append(transaction, notes))
    },
    heads: async () => {
      const rows = await db.selectFrom('audit_heads').selectAll().orderBy('chain').execute()
      return rows.map((row) => ({ ...row, seq: Number(row.seq) }))
    },
    read: async (chain, after, limit) => {
      const cut = await provenCut(db, key, chain)
      const rows = db.selectFrom('audit').selectAll().where('chain', '=', chain)
      const next = rows.where('seq', '>', Math.max(after, cut?.seq ?? 0))
      return (await next.orderBy('seq').limit(limit).execute()).map(entryOf)
    },
    find: async (wish) => {
      const cut = await provenCut(db, key, wish.chain)
      return await findEntries(db, wish, cut?.seq ?? 0)
    },
    ...cutActs(db, { key: () => key, append }),
  }
  return { audit, append }
}

/** That a chain begins is written down in the first of all, so that none vanishes whole. */
async function withBeginnings(
  db: Kysely<Schema>,
  notes: readonly Note[],
  known: Set<string>,
): Promise<readonly Note[]> {
  const chains = new Set<string>()
  for (const { chain } of notes) if (!known.has(chain)) chains.add(chain)
  if (chains.size === 0) return notes
  const find = async () => {
    const heads = db
      .selectFrom('audit_heads')
      .select('chain')
      .where('chain', 'in', [...chains])
    for (const { chain } of await heads.execute()) {
      known.add(chain)
      chains.delete(chain)
    }
  }
  await find()
  if (chains.size === 0) return notes
  await lockBeginnings(db)
  await find() // another may have begun it until the lock was had
  const { at } = notes[0]!
  const by = { kind: 'server', id: 'audit' } as const
  const beginnings = [...chains].map((chain) => {
    return { chain: authorityChain, action: 'chain.begun', by, at, about: { chain } } as const
  })
  return [...beginnings, ...notes]
}

/** Chains begin one after another, in all processes: each once. */
async function lockBeginnings(db: Kysely<Schema>): Promise<void> {
  await sql`
    insert into audit_heads (chain, seq, hash, proof) values (${authorityChain}, 0, ${beginning}, '')
    on conflict (chain) do update set seq = audit_heads.seq`.execute(db)
}

/** Always in the same order, so that of two who write to several chains none waits for the other for ever. */
function byChain(notes: readonly Note[]): readonly (readonly [string, readonly Note[]])[] {
  const chains = new Map<string, Note[]>()
  for (const note of notes) {
    const own = chains.get(note.chain)
    if (own === undefined) chains.set(note.chain, [note])
    else own.push(note)
  }
  return [...chains].sort(([a], [b]) => (a < b ? -1 : 1))
}

interface Lengthening {
  readonly chain: string
  readonly notes: readonly Note[]
  readonly key: Uint8Array
  /** it was there before */
  readonly known: boolean
}

/**
 * Whoever comes at the same time waits at the head of the chain. A head that somebody changed, or took away, is lengthened
 * too, for nothing shall stand still by it; but it is never proven again, so that it is found for ever.
 */
async function lengthen(db: Kysely<Schema>, wish: Lengthening): Promise<void> {
  const { chain, notes, key } = wish
  const begun = builtText(db, 'lengthen a chain', lengthenHead)
  const values = [chain, notes.length, beginning, '', notes.length]
  const { rows } = await db.executeQuery<HeadRow>(CompiledQuery.raw(begun, values) as never)
  const [row] = rows
  const last: Head = { chain, ...row!, seq: Number(row!.seq) - notes.length }
  const isOwn = last.seq === 0 ? await isFirst(db, wish) : isProven(key, last)
  let head: Pick<Head, 'seq' | 'hash'> = isOwn ? last : await lastEntry(db, wish)
  const entries: AuditEntry[] = []
  for (const note of notes) {
    const entry = link(head, note)
    entries.push(entry)
    head = entry
  }
  await insertRows(db, 'audit', entries)
  const { seq, hash } = head
  const proof = isOwn ? proofOf(key, { chain, seq, hash }) : 'not proven'
  const ended = builtText(db, 'end a chain', setHead)
  await db.executeQuery(CompiledQuery.raw(ended, [seq, hash, proof, chain]))
}

interface HeadRow {
  readonly seq: number | string
  readonly hash: string
  readonly proof: string
}

function lengthenHead(db: Kysely<Schema>): string {
  return sql`
    insert into audit_heads (chain, seq, hash, proof) values (${''}, ${0}, ${''}, ${''})
    on conflict (chain) do update set seq = audit_heads.seq + ${0}
    returning seq, hash, proof`.compile(db).sql
}

function setHead(db: Kysely<Schema>): string {
  return sql`
    update audit_heads set seq = ${0}, hash = ${''}, proof = ${''} where chain = ${''}`.compile(db)
    .sql
}

/** What really stands last, whatever the head says. Where a chain was cut it goes on, though nothing be left of it. */
async function lastEntry(
  db: Kysely<Schema>,
  { chain, key }: Pick<Lengthening, 'chain' | 'key'>,
): Promise<Pick<Head, 'seq' | 'hash'>> {
  const cut = (await provenCut(db, key, chain)) ?? { seq: 0, hash: beginning }
  const entries = db.selectFrom('audit').select(['seq', 'hash']).where('chain', '=', chain)
  const last = await entries.orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return last === undefined || Number(last.seq) < cut.seq ? cut : { ...last, seq: Number(last.seq) }
}

/** Whether a chain begins: nothing is, or was, there of it yet, and of the first of all chains nothing of any. */
async function isFirst(db: Kysely<Schema>, { chain, known }: Lengthening): Promise<boolean> {
  const entries = db.selectFrom('audit').select('seq').limit(1)
  if (chain !== authorityChain) {
    if (known || (await keptCut(db, chain)) !== undefined) return false
    return (await entries.where('chain', '=', chain).executeTakeFirst()) === undefined
  }
  const others = db.selectFrom('audit_heads').select('chain').where('chain', '!=', chain).limit(1)
  const cuts = db.selectFrom('audit_cuts').select('chain').limit(1)
  for (const rows of [others, entries, cuts]) {
    if ((await rows.executeTakeFirst()) !== undefined) return false
  }
  return true
}
