import { type ColumnType, type Kysely, type Selectable, sql } from 'kysely'
import type { KeptAnswers, KnownRequest, NamedRequest } from '../repeats/kept-answers.ts'
import type { Flavour } from './migrations.ts'
import type { Schema } from './schema.ts'

export interface AnswersTable {
  readonly caller: string
  readonly name: string
  readonly fingerprint: string
  readonly claimed_at: ColumnType<number | string, number, number>
  readonly sealed: Uint8Array | null
}

export async function createAnswers({ schema }: Kysely<unknown>, { bytes }: Flavour) {
  await schema
    .createTable('answers')
    .addColumn('caller', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('claimed_at', 'bigint', (column) => column.notNull())
    .addColumn('sealed', sql.raw(bytes))
    .addPrimaryKeyConstraint('answers_key', ['caller', 'name'])
    .execute()
  await schema.createIndex('answers_by_age').on('answers').column('claimed_at').execute()
}

/** The answers on either database. */
export function kyselyAnswers(db: Kysely<Schema>): KeptAnswers {
  return {
    claim: (request, claim) => claimName(db, request, claim),
    keep: async ({ caller, name }, sealed) => {
      const row = db.updateTable('answers').set({ sealed })
      await row.where('caller', '=', caller).where('name', '=', name).execute()
    },
    release: async ({ caller, name }) => {
      const row = db.deleteFrom('answers').where('caller', '=', caller)
      await row.where('name', '=', name).execute()
    },
    forget: async (before, limit) => {
      const old = db
        .selectFrom('answers')
        .select(['caller', 'name'])
        .where('claimed_at', '<', before)
        .orderBy('claimed_at')
        .limit(limit)
        .$asTuple('caller', 'name')
      const { numDeletedRows } = await db
        .deleteFrom('answers')
        .where(({ eb, refTuple }) => eb(refTuple('caller', 'name'), 'in', old))
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

/** The primary key lets one of those who come at once have it. */
async function claimName(
  db: Kysely<Schema>,
  { caller, name }: NamedRequest,
  { fingerprint, claimedAt }: Omit<KnownRequest, 'sealed'>,
): Promise<KnownRequest | undefined> {
  for (;;) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('answers')
      .values({ caller, name, fingerprint, claimed_at: claimedAt, sealed: null })
      .onConflict((conflict) => conflict.columns(['caller', 'name']).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) return undefined
    const rows = db.selectFrom('answers').selectAll().where('caller', '=', caller)
    const row = await rows.where('name', '=', name).executeTakeFirst()
    if (row !== undefined) return knownRequest(row) // else it was released in between
  }
}

function knownRequest(row: Selectable<AnswersTable>): KnownRequest {
  return {
    fingerprint: row.fingerprint,
    claimedAt: Number(row.claimed_at),
    sealed: row.sealed === null ? undefined : new Uint8Array(row.sealed),
  }
}
