import type { ColumnType, Generated, Insertable, Kysely, Selectable } from 'kysely'
import { ServerError } from '../errors.ts'
import { isRole } from '../users/roles.ts'
import { isAdmin, type User } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import type { Append } from './audit-table.ts'
import type { Change } from './changing.ts'
import { instant } from './instant.ts'
import type { Flavour } from './migrations.ts'
import type { Schema } from './schema.ts'
import { endSessions, holdUser, sessionActs } from './user-sessions-table.ts'

type Instant = ColumnType<number | string, number, number>

export interface UsersTable {
  readonly position: Generated<number>
  readonly id: string
  readonly name: string
  readonly role: string
  readonly enabled: number
  readonly password_hash: string | null
  readonly issuer: string | null
  readonly subject: string | null
  readonly created_at: Instant
  readonly last_sign_in_at: Instant | null
}

export async function createUsers({ schema }: Kysely<unknown>, flavour: Flavour): Promise<void> {
  await schema
    .createTable('users')
    .addColumn('position', flavour.position as never)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('password_hash', 'text')
    .addColumn('issuer', 'text')
    .addColumn('subject', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_sign_in_at', 'bigint')
    .addUniqueConstraint('users_identity', ['issuer', 'subject'])
    .execute()
  await schema
    .createTable('user_sessions')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .execute()
  const index = schema.createIndex('user_sessions_by_user').on('user_sessions').column('user_id')
  await index.execute()
}

/** What the store does with users and their sessions. */
export function kyselyUsers(db: Kysely<Schema>, changing: Change, append: Append): UserStore {
  const one = async (column: 'id' | 'name', value: string) => {
    const row = await users(db).where(column, '=', value).executeTakeFirst()
    return row && userOf(row)
  }
  return {
    // by code unit here, because databases order texts each in their own way
    list: async () =>
      (await users(db).execute()).map(userOf).sort((a, b) => (a.name < b.name ? -1 : 1)),
    find: (id) => one('id', id),
    findByName: (name) => one('name', name),
    findByIdentity: async ({ issuer, subject }) => {
      const known = users(db).where('issuer', '=', issuer).where('subject', '=', subject)
      const row = await known.executeTakeFirst()
      return row && userOf(row)
    },
    add: (user, note) =>
      changing(async (transaction) => {
        await refuseTaken(transaction, user)
        await transaction.insertInto('users').values(rowOf(user)).execute()
        return { result: undefined, notes: [note] }
      }),
    change: (id, change, note) =>
      changing(async (transaction) => {
        const [found, otherAdmins] = await foundAmong(transaction, id)
        const { user, endsSessions, keepsSession } = change(found, otherAdmins)
        await refuseTaken(transaction, { ...user, id, name: found.name })
        const { role, enabled, password_hash, issuer, subject } = rowOf(user)
        const row = { role, enabled, password_hash, issuer, subject }
        await transaction.updateTable('users').set(row).where('id', '=', id).execute()
        if (endsSessions) await endSessions(transaction, id, keepsSession)
        const { name, createdAt, lastSignInAt } = found
        const result = { ...user, id, name, createdAt, lastSignInAt }
        return { result, notes: [note(result)] }
      }),
    remove: (id, check, note) =>
      changing(async (transaction) => {
        const [found, otherAdmins] = await foundAmong(transaction, id)
        check(found, otherAdmins)
        await holdUser(transaction, id)
        await endSessions(transaction, id)
        await transaction.deleteFrom('users').where('id', '=', id).execute()
        return { result: found, notes: [note(found)] }
      }),
    ...sessionActs(db, append, userOf),
  }
}

function users(db: Kysely<Schema>) {
  return db.selectFrom('users').selectAll()
}

async function foundAmong(db: Kysely<Schema>, id: string): Promise<[User, number]> {
  const everybody = (await users(db).execute()).map(userOf)
  const found = everybody.find((user) => user.id === id)
  if (found === undefined) throw new ServerError('USER_UNKNOWN', 'there is no such user')
  return [found, everybody.filter((user) => user !== found && isAdmin(user)).length]
}

async function refuseTaken(
  db: Kysely<Schema>,
  { id, name, identity }: Pick<User, 'id' | 'name' | 'identity'>,
): Promise<void> {
  const others = users(db).where('id', '!=', id)
  const taken = await others
    .where(({ eb, and, or }) => {
      const { issuer, subject } = identity ?? {}
      const named = eb('name', '=', name)
      if (issuer === undefined || subject === undefined) return named
      return or([named, and([eb('issuer', '=', issuer), eb('subject', '=', subject)])])
    })
    .executeTakeFirst()
  if (taken === undefined) return
  const what = taken.name === name ? 'this name' : 'this identity'
  throw new ServerError('USER_EXISTS', `there is a user with ${what}`)
}

function userOf(row: Selectable<UsersTable>): User {
  const { issuer, subject } = row
  return {
    id: row.id,
    name: row.name,
    role: isRole(row.role) ? row.role : 'viewer', // a newer version may know more
    enabled: row.enabled === 1,
    passwordHash: row.password_hash ?? undefined,
    identity: issuer === null || subject === null ? undefined : { issuer, subject },
    createdAt: Number(row.created_at),
    lastSignInAt: instant(row.last_sign_in_at),
  }
}

function rowOf(user: User): Insertable<UsersTable> {
  return {
    id: user.id,
    name: user.name,
    role: user.role,
    enabled: Number(user.enabled),
    password_hash: user.passwordHash ?? null,
    issuer: user.identity?.issuer ?? null,
    subject: user.identity?.subject ?? null,
    created_at: user.createdAt,
    last_sign_in_at: user.lastSignInAt ?? null,
  }
}
