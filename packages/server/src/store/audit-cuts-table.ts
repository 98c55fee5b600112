import {
  type ColumnDefinitionBuilder,
  type ColumnType,
  type Kysely,
  PostgresAdapter,
  type Selectable,
} from 'kysely'
import type { Audit } from '../audit/audit.ts'
import { type Cut, cutProofOf, isCutProven, UnsureCut } from '../audit/cut.ts'
import { authorityChain } from '../audit/note.ts'
import type { Append } from './audit-table.ts'
import type { Schema } from './schema.ts'

/** PostgreSQL gives 8 bytes as text. */
type Whole = ColumnType<number | string, number, number>

/** One row for each chain that was cut. */
export interface AuditCutsTable {
  readonly chain: string
  readonly seq: Whole
  readonly hash: string
  readonly since: Whole
  readonly until: Whole
  /** JSON */
  readonly begun: string
  readonly sha256: string
  readonly at: Whole
  readonly proof: string
}

const needed = (column: ColumnDefinitionBuilder) => column.notNull()

export async function createAuditCuts({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('audit_cuts')
    .ifNotExists()
    .addColumn('chain', 'text', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', needed)
    .addColumn('hash', 'text', needed)
    .addColumn('since', 'bigint', needed)
    .addColumn('until', 'bigint', needed)
    .addColumn('begun', 'text', needed)
    .addColumn('sha256', 'text', needed)
    .addColumn('at', 'bigint', needed)
    .addColumn('proof', 'text', needed)
    .execute()
}

type Key = Uint8Array | undefined

/** The cut of a chain as it stands there, whoever wrote it. */
export async function keptCut(db: Kysely<Schema>, chain: string): Promise<Cut | undefined> {
  const row = db.selectFrom('audit_cuts').selectAll().where('chain', '=', chain)
  return (await row.execute()).map(cutOf)[0]
}

/** The cut of a chain, if it was made with the master key. Another one counts for nothing. */
export async function provenCut(
  db: Kysely<Schema>,
  key: Key,
  chain: string,
): Promise<Cut | undefined> {
  const cut = await keptCut(db, chain)
  return cut !== undefined && key !== undefined && isCutProven(key, cut) ? cut : undefined
}

interface Cutting {
  readonly key: () => Key
  readonly append: Append
}

type CutActs = Pick<Audit, 'cuts' | 'cutOf' | 'cut' | 'forget'>

export function cutActs(db: Kysely<Schema>, { key, append }: Cutting): CutActs {
  return {
    cuts: async () => {
      const rows = await db.selectFrom('audit_cuts').selectAll().orderBy('chain').execute()
      return rows.map(cutOf)
    },
    cutOf: (chain) => provenCut(db, key(), chain),
    cut: async (wish, after, notes) => {
      const own = key()
      if (own === undefined) throw new TypeError('the audit has no key yet')
      const cut = { ...wish, proof: cutProofOf(own, wish) }
      let isEnding = false
      const act = db.transaction().execute(async (transaction) => {
        if (!(await move(transaction, cut, after))) return false
        await append(transaction, notes)
        isEnding = true
        return true
      })
      return await act.catch(async (error: unknown) => {
        // until it ends nothing is done; what becomes of an end that fails has to be looked up
        if (isEnding && (await isMade(db, cut, { after, error }))) return true
        throw error
      })
    },
    forget: async (chain, limit) => {
      const cut = await provenCut(db, key(), chain)
      return cut === undefined ? 0 : await forget(db, cut, limit)
    },
  }
}

/** Of two who cut the same chain one alone finds it as it was. */
async function move(db: Kysely<Schema>, cut: Cut, after: number): Promise<boolean> {
  const row = { ...cut, begun: JSON.stringify(cut.begun) }
  const moved = await db
    .insertInto('audit_cuts')
    .values(row)
    .onConflict((there) =>
      there.column('chain').doUpdateSet(row).where('audit_cuts.seq', '=', after),
    )
    .returning('chain')
    .execute()
  return moved.length > 0
}

interface Ended {
  readonly after: number
  readonly error: unknown
}

/** @throws UnsureCut when neither is certain: it cannot be looked up, or the chain was cut once more, on top of it or instead */
async function isMade(db: Kysely<Schema>, cut: Cut, { after, error }: Ended): Promise<boolean> {
  const kept = await standingCut(db, cut.chain).catch(() => {
    throw new UnsureCut(error)
  })
  if (kept?.proof === cut.proof) return true
  if ((kept?.seq ?? 0) === after) return false
  throw new UnsureCut(error)
}

/** PostgreSQL may still be ending the act whose answer was lost; that one has the end of the chain, where it is noted, until then. */
async function standingCut(db: Kysely<Schema>, chain: string): Promise<Cut | undefined> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return await keptCut(db, chain)
  return await db.transaction().execute(async (transaction) => {
    const heads = transaction.selectFrom('audit_heads').select('seq')
    await heads.where('chain', '=', authorityChain).forUpdate().execute()
    return await keptCut(transaction, chain)
  })
}

/** Numbers have no gaps, so a span of them is a part; who counts rows has to look at them first. */
async function forget(db: Kysely<Schema>, { chain, seq }: Cut, limit: number): Promise<number> {
  return await db.transaction().execute(async (transaction) => {
    const own = transaction.selectFrom('audit').select('seq').where('chain', '=', chain)
    const first = await own.where('seq', '<=', seq).orderBy('seq').limit(1).executeTakeFirst()
    if (first === undefined) return 0
    const last = Math.min(seq, Number(first.seq) + limit - 1)
    const part = transaction.deleteFrom('audit').where('chain', '=', chain)
    const rows = part.where('seq', '>=', first.seq).where('seq', '<=', last)
    const { numDeletedRows } = await rows.executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  })
}

function cutOf({ seq, since, until, begun, at, ...row }: Selectable<AuditCutsTable>): Cut {
  const [last, first, through] = [Number(seq), Number(since), Number(until)]
  return { ...row, seq: last, since: first, until: through, at: Number(at), begun: chainsOf(begun) }
}

/** What somebody wrote there who may not is no proven cut either. */
function chainsOf(text: string): readonly string[] {
  try {
    const chains = JSON.parse(text)
    return Array.isArray(chains) ? chains.map(String) : []
  } catch {
    return []
  }
}
