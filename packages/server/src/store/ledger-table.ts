import {
  type ColumnDefinitionBuilder,
  type ColumnType,
  type Generated,
  type Kysely,
  sql,
} from 'kysely'

/** One row for each service of each token. Empty texts stand for what is absent, so that keys have no null. */
export interface GrantsTable {
  /** in the order in which they came */
  readonly position: Generated<number | string>
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
  readonly rule: string
}

/** How many tokens of a certificate end in each second: so the drain of a certificate needs no row of each of its tokens. */
export interface DrainsTable {
  readonly certificate_id: string
  readonly expires_at: Instant
  readonly app_id: string
  readonly tokens: Instant
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

/** Grants for many channels or users; few, so an index of them spares looking through all. */
export const isWild = sql<boolean>`(subject like '%*%' or channel like '%*%')`

/** There should be few, so they are found at once among a million others. */
export async function indexOverGrants({ schema }: Kysely<unknown>): Promise<void> {
  const index = schema
    .createIndex('grants_over')
    .on('grants')
    .columns(['app_id', ...order])
  await index.where(overGranted).execute()
}

const columns = [
  ...['token_id', 'nth', 'app_id', 'service', 'channel', 'subject', 'publishes', 'issued_at'],
  ...['expires_at', 'certificate_id', 'caller_kind', 'caller_id', 'dialect'],
]

/**
 * The same grants in a table that costs less to write: what comes at about the same time stands side by side in it and in
 * each of its indexes but that by subject, so that a group of grants changes few pages, however many are alive.
 */
export async function lightenGrants(
  db: Kysely<unknown>,
  row: ReturnType<typeof sql>,
): Promise<void> {
  const { schema } = db
  await schema.alterTable('grants').renameTo('grants_before').execute()
  let table = schema.createTable('grants').addColumn('position', row as never)
  for (const name of columns) table = table.addColumn(name, typeOf(name), needed)
  await table.execute()
  const names = sql.raw(columns.join(', '))
  await sql`insert into grants (${names}) select ${names} from grants_before order by issued_at`.execute(
    db,
  )
  await schema.dropTable('grants_before').execute()
  const indexes = {
    grants_of_token: ['issued_at', 'token_id'],
    grants_of_project: ['app_id', 'expires_at'],
    grants_in_channel: ['app_id', 'channel', 'expires_at'],
    grants_of_subject: ['app_id', 'subject', 'expires_at'],
    grants_of_certificate: ['certificate_id', 'nth', 'expires_at'],
  }
  for (const [name, own] of Object.entries(indexes)) {
    await schema.createIndex(name).on('grants').columns(own).execute()
  }
  const few = { grants_over_wide: overGranted, grants_for_patterns: isWild }
  for (const [name, which] of Object.entries(few)) {
    const index = schema.createIndex(name).on('grants').columns(['app_id', 'expires_at'])
    await index.where(which).execute()
  }
}

/**
 * Two indexes fewer for each grant: the drain of a certificate is counted in a table of its own, and a token is looked for
 * among those of its second.
 */
export async function createDrains(
  db: Kysely<unknown>,
  inItsKey: ReturnType<typeof sql>,
): Promise<void> {
  const { schema } = db
  await schema
    .createTable('drains')
    .addColumn('certificate_id', 'text', needed)
    .addColumn('expires_at', 'bigint', needed)
    .addColumn('app_id', 'text', needed)
    .addColumn('tokens', 'bigint', needed)
    .addPrimaryKeyConstraint('drains_key', ['certificate_id', 'expires_at'])
    .modifyEnd(inItsKey)
    .execute()
  await sql`
    insert into drains (certificate_id, expires_at, app_id, tokens)
    select certificate_id, expires_at, min(app_id), count(*) from grants
    where nth = 0 group by certificate_id, expires_at`.execute(db)
  for (const name of ['grants_of_token', 'grants_of_certificate']) {
    await schema.dropIndex(name).execute()
  }
  await schema.createIndex('grants_by_time').on('grants').column('issued_at').execute()
}

export async function addRules({ schema }: Kysely<unknown>): Promise<void> {
  const rule = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo('')
  await schema.alterTable('grants').addColumn('rule', 'text', rule).execute()
}

function typeOf(name: string): 'bigint' | 'integer' | 'text' {
  if (name.endsWith('_at')) return 'bigint'
  return name === 'nth' || name === 'publishes' ? 'integer' : 'text'
}
