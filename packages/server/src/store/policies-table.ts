import type { ColumnType, Kysely, Selectable } from 'kysely'
import { ServerError } from '../errors.ts'
import { clean } from '../observe/clean.ts'
import type { KeptPolicy, PolicyHead } from '../policies/kept-policy.ts'
import type { Change } from './changing.ts'
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

type PolicyActs = Pick<Store, 'listPolicies' | 'findPolicy' | 'policyVersions' | 'setPolicy'>

export function policyActs(db: Kysely<Schema>, changing: Change): PolicyActs {
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
    findPolicy: async (appId, version) => {
      const all = db.selectFrom('policies').selectAll().where('app_id', '=', appId)
      const meant = version === undefined ? all : all.where('version', '=', version)
      const row = await meant.orderBy('version', 'desc').limit(1).executeTakeFirst()
      return row && policyOf(row)
    },
    policyVersions: (appId, page) => versionsOf(db, appId, page),
    setPolicy: ({ appId, policy }, { replaces, ...act }) =>
      changing(async (transaction) => {
        const projects = transaction.selectFrom('projects').select('app_id')
        const known = await projects.where('app_id', '=', appId).executeTakeFirst()
        if (known === undefined) {
          throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
        }
        const [last] = await versionsOf(transaction, appId, { limit: 1 })
        refuseOther(last, replaces)
        const version = (last?.version ?? 0) + 1
        const { by, at } = act
        const document = JSON.stringify(policy)
        const row = { app_id: appId, version, document, set_at: at, set_by: by.id }
        await transaction.insertInto('policies').values(row).execute()
        const about = { version, policy }
        return {
          result: { appId, version, policy, setAt: at, setBy: by.id },
          notes: [{ chain: appId, action: 'policy.set', ...act, about }],
        }
      }),
  }
}

function refuseOther(last: PolicyHead | undefined, replaces: number | undefined): void {
  const version = last?.version ?? 0
  if (replaces === undefined || replaces === version) return
  const now = last === undefined ? 'none is set' : `${version} is set, by ${clean(last.setBy)}`
  throw new ServerError('POLICY_CHANGED', `Not version ${replaces} of the policy, but ${now}.`)
}

async function versionsOf(
  db: Kysely<Schema>,
  appId: string,
  { before, limit }: Parameters<Store['policyVersions']>[1],
): Promise<readonly PolicyHead[]> {
  const all = db
    .selectFrom('policies')
    .select(['app_id', 'version', 'set_at', 'set_by'])
    .where('app_id', '=', appId)
  const earlier = before === undefined ? all : all.where('version', '<', before)
  return (await earlier.orderBy('version', 'desc').limit(limit).execute()).map(headOf)
}

function policyOf(row: Selectable<PoliciesTable>): KeptPolicy {
  return { ...headOf(row), policy: JSON.parse(row.document) }
}

function headOf(row: Omit<Selectable<PoliciesTable>, 'document'>): PolicyHead {
  const { app_id: appId, version, set_by: setBy } = row
  return { appId, version, setAt: Number(row.set_at), setBy }
}
