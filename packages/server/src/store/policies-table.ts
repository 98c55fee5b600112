import type { ColumnType, Kysely, Selectable } from 'kysely'
import { ServerError } from '../errors.ts'
import type { KeptPolicy } from '../policies/kept-policy.ts'
import { changing } from './changing.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

export interface PoliciesTable {
  readonly app_id: string
  readonly version: number
  /** the policy, as JSON */
  readonly document: string
  readonly set_at: ColumnType<number | string, number, number>
  readonly set_by: string
}

export async function createPolicies({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('policies')
    .addColumn('app_id', 'text', (column) => column.notNull().references('projects.app_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('set_at', 'bigint', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('policies_key', ['app_id', 'version'])
    .execute()
}

type PolicyActs = Pick<Store, 'listPolicies' | 'policyVersions' | 'setPolicy'>

export function policyActs(db: Kysely<Schema>): PolicyActs {
  return {
    listPolicies: async () => {
      const rows = await db
        .selectFrom('policies')
        .selectAll()
        .where(({ eb, selectFrom }) =>
          eb(
            'version',
            '=',
            selectFrom('policies as others')
              .select(({ fn }) => fn.max('others.version').as('last'))
              .whereRef('others.app_id', '=', 'policies.app_id'),
          ),
        )
        .execute()
      return rows.map(policyOf)
    },
    policyVersions: (appId) => versionsOf(db, appId),
    setPolicy: ({ appId, policy, setAt, setBy }) =>
      changing(db, async (transaction) => {
        const projects = transaction.selectFrom('projects').select('app_id')
        const known = await projects.where('app_id', '=', appId).executeTakeFirst()
        if (known === undefined) {
          throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
        }
        const [last] = await versionsOf(transaction, appId, 1)
        const version = (last?.version ?? 0) + 1
        const document = JSON.stringify(policy)
        const row = { app_id: appId, version, document, set_at: setAt, set_by: setBy }
        await transaction.insertInto('policies').values(row).execute()
        return { appId, version, policy, setAt, setBy }
      }),
  }
}

async function versionsOf(
  db: Kysely<Schema>,
  appId: string,
  most?: number,
): Promise<readonly KeptPolicy[]> {
  const all = db.selectFrom('policies').selectAll().where('app_id', '=', appId)
  const sorted = all.orderBy('version', 'desc')
  const rows = await (most === undefined ? sorted : sorted.limit(most)).execute()
  return rows.map(policyOf)
}

function policyOf(row: Selectable<PoliciesTable>): KeptPolicy {
  return {
    appId: row.app_id,
    version: row.version,
    policy: JSON.parse(row.document),
    setAt: Number(row.set_at),
    setBy: row.set_by,
  }
}
