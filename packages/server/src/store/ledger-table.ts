import { type ColumnDefinitionBuilder, type ColumnType, type Kysely, sql } from 'kysely'

/** One row for each service of each token. Empty texts stand for what is absent, so that keys have no null. */
export interface GrantsTable {
  readonly token_id: string
  readonly nth: number
  readonly app_id: string
  readonly service: string
  readonly channel: string
  readonly subject: string
  readonly publishes: number
  readonly issued_at: Instant
  readonly expires_at: Instant
  readonly certificate_id: string
  readonly caller_kind: string
  readonly caller_id: string
  readonly dialect: string
}

type Instant = ColumnType<number | string, number, number>

const needed = (column: ColumnDefinitionBuilder) => column.notNull()

/** In which pages come: an index that has it whole spares sorting a million rows for a page of them. */
const order = ['expires_at', 'token_id', 'nth']

/** No reference to projects: a grant that was given stays, and writing one should look nothing up. */
export async function createGrants({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('grants')
    .addColumn('token_id', 'text', needed)
    .addColumn('nth', 'integer', needed)
    .addColumn('app_id', 'text', needed)
    .addColumn('service', 'text', needed)
    .addColumn('channel', 'text', needed)
    .addColumn('subject', 'text', needed)
    .addColumn('publishes', 'integer', needed)
    .addColumn('issued_at', 'bigint', needed)
    .addColumn('expires_at', 'bigint', needed)
    .addColumn('certificate_id', 'text', needed)
    .addColumn('caller_kind', 'text', needed)
    .addColumn('caller_id', 'text', needed)
    .addColumn('dialect', 'text', needed)
    .addPrimaryKeyConstraint('grants_key', ['token_id', 'nth'])
    .execute()
  const indexes = {
    grants_by_end: ['expires_at'],
    grants_by_project: ['app_id', ...order],
    grants_by_channel: ['app_id', 'channel', ...order],
    grants_by_subject: ['app_id', 'subject', ...order],
    grants_by_certificate: ['certificate_id', 'nth', 'expires_at'],
  }
  for (const [name, columns] of Object.entries(indexes)) {
    await schema.createIndex(name).on('grants').columns(columns).execute()
  }
}

/**
 * More than one user in one channel, with the right to be heard: as `OverReason` has them. Written out, without parameters,
 * for a database takes a partial index only where a query says the same.
 */
export const overGranted = sql<boolean>`((publishes = 1 and (subject = '' or channel = '' or subject like '%*%' or channel like '%*%')) or (subject = '' and service in ('rtm', 'rtm2', 'chat', 'apaas')))`

/** There should be few, so they are found at once among a million others. */
export async function indexOverGrants({ schema }: Kysely<unknown>): Promise<void> {
  const index = schema
    .createIndex('grants_over')
    .on('grants')
    .columns(['app_id', ...order])
  await index.where(overGranted).execute()
}
