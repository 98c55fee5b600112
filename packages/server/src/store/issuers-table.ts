import type { ColumnType, Generated, Kysely, Selectable } from 'kysely'
import { ServerError } from '../errors.ts'
import { type Issuer, isAlgorithm } from '../issuers/issuer.ts'
import type { Change } from './changing.ts'
import type { Flavour } from './migrations.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

export interface IssuersTable {
  readonly position: Generated<number>
  readonly id: string
  readonly name: string
  readonly issuer: string
  /** a list, as JSON */
  readonly audience: string
  /** with a space between */
  readonly algorithms: string
  readonly jwks_url: string
  readonly claim: string
  readonly enabled: number
  readonly created_at: ColumnType<number | string, number, number>
  readonly created_by: string
}

export async function createIssuers(
  { schema }: Kysely<unknown>,
  { position }: Flavour,
): Promise<void> {
  await schema
    .createTable('issuers')
    .addColumn('position', position as never)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('issuer', 'text', (column) => column.notNull().unique())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('algorithms', 'text', (column) => column.notNull())
    .addColumn('jwks_url', 'text', (column) => column.notNull())
    .addColumn('claim', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .execute()
}

type IssuerActs = Pick<Store, 'listIssuers' | 'addIssuer' | 'changeIssuer' | 'removeIssuer'>

/** What the store does with issuers. */
export function issuerActs(db: Kysely<Schema>, changing: Change): IssuerActs {
  return {
    listIssuers: async () =>
      (await db.selectFrom('issuers').selectAll().orderBy('position').execute()).map(issuerOf),
    addIssuer: (issuer, note) =>
      changing(async (transaction) => {
        const { id, issuer: iss } = issuer
        const same = await transaction
          .selectFrom('issuers')
          .select('id')
          .where(({ or, eb }) => or([eb('id', '=', id), eb('issuer', '=', iss)]))
          .executeTakeFirst()
        if (same !== undefined) {
          throw new ServerError('ISSUER_EXISTS', `there is one with this id or issuer: ${same.id}`)
        }
        await transaction.insertInto('issuers').values(issuerRow(issuer)).execute()
        return { result: undefined, notes: [note] }
      }),
    changeIssuer: (id, change, note) =>
      changing(async (transaction) => {
        const found = await find(transaction, id)
        const changed = { ...change(found), id, issuer: found.issuer }
        await transaction
          .updateTable('issuers')
          .set(issuerRow(changed))
          .where('id', '=', id)
          .execute()
        return { result: changed, notes: [note] }
      }),
    removeIssuer: (id, note) =>
      changing(async (transaction) => {
        const found = await find(transaction, id)
        await transaction.deleteFrom('issuers').where('id', '=', id).execute()
        return { result: found, notes: [note] }
      }),
  }
}

async function find(db: Kysely<Schema>, id: string): Promise<Issuer> {
  const row = await db.selectFrom('issuers').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new ServerError('ISSUER_UNKNOWN', 'there is no such issuer')
  return issuerOf(row)
}

function issuerOf(row: Selectable<IssuersTable>): Issuer {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    audience: JSON.parse(row.audience),
    algorithms: row.algorithms.split(' ').filter(isAlgorithm), // a newer version may know more
    jwksUrl: row.jwks_url,
    claim: row.claim,
    enabled: row.enabled === 1,
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
  }
}

function issuerRow(issuer: Issuer) {
  return {
    id: issuer.id,
    name: issuer.name,
    issuer: issuer.issuer,
    audience: JSON.stringify(issuer.audience),
    algorithms: issuer.algorithms.join(' '),
    jwks_url: issuer.jwksUrl,
    claim: issuer.claim,
    enabled: Number(issuer.enabled),
    created_at: issuer.createdAt,
    created_by: issuer.createdBy,
  }
}
