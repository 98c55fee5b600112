import type { ColumnType, Kysely, Selectable } from 'kysely'
import type { Session } from '../users/session.ts'
import type { User } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import type { Append } from './audit-table.ts'
import type { Schema } from './schema.ts'
import type { UsersTable } from './users-table.ts'

type Instant = ColumnType<number | string, number, number>

export interface UserSessionsTable {
  readonly hash: string
  readonly id: string
  readonly user_id: string
  readonly created_at: Instant
  readonly seen_at: Instant
  readonly ends_at: Instant
}

const mostOfOne = 20

type SessionActs = Pick<
  UserStore,
  'addSession' | 'findSession' | 'noteSeen' | 'listSessions' | 'endSession' | 'endSessions'
>

/** What the store does with sessions. They are no change that servers would have to read again. */
export function sessionActs(
  db: Kysely<Schema>,
  append: Append,
  userOf: (row: Selectable<UsersTable>) => User,
): SessionActs {
  const findUser = async (of: Kysely<Schema>, id: string) => {
    const row = await of.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
    return row && userOf(row)
  }
  return {
    addSession: async (session, over, { stillGood, note }) => {
      // by itself, so that those who do so at once never wait for one another in a circle
      await alone(db, (transaction) => forgetOver(transaction, over))
      return await db.transaction().execute(async (transaction) => {
        const { userId, createdAt } = session
        await holdUser(transaction, userId)
        const user = await findUser(transaction, userId)
        if (user === undefined || !stillGood(user)) return false
        const own = transaction.updateTable('users').set({ last_sign_in_at: createdAt })
        await own.where('id', '=', userId).execute()
        await transaction.insertInto('user_sessions').values(rowOf(session)).execute()
        await keepLatest(transaction, session)
        await append(transaction, [note])
        return true
      })
    },
    findSession: async (hash) => {
      const known = db.selectFrom('user_sessions').selectAll().where('hash', '=', hash)
      const row = await known.executeTakeFirst()
      const user = row && (await findUser(db, row.user_id))
      return user && { session: sessionOf(row), user }
    },
    noteSeen: (hash, at) =>
      alone(db, async (transaction) => {
        const known = transaction.updateTable('user_sessions').set({ seen_at: at })
        await known.where('hash', '=', hash).where('seen_at', '<', at).execute()
      }),
    listSessions: async (userId) => (await ofUser(db, userId)).map(sessionOf),
    endSession: (hash, note) =>
      alone(db, async (transaction) => {
        await transaction.deleteFrom('user_sessions').where('hash', '=', hash).execute()
        await append(transaction, [note])
      }),
    endSessions: (userId, note) =>
      alone(db, async (transaction) => {
        await endSessions(transaction, userId)
        await append(transaction, [note])
      }),
  }
}

/** One write: a transaction of SQLite waits for its turn, a statement by itself fails. */
function alone(
  db: Kysely<Schema>,
  act: (transaction: Kysely<Schema>) => Promise<void>,
): Promise<void> {
  return db.transaction().execute(act)
}

/** Who changes the user at the same time waits until this transaction ends, or has come first. */
export async function holdUser(db: Kysely<Schema>, id: string): Promise<void> {
  const same = db.updateTable('users').set(({ ref }) => ({ enabled: ref('enabled') }))
  await same.where('id', '=', id).execute()
}

/** @param but - the hash of the one that goes on; absent = none does */
export async function endSessions(db: Kysely<Schema>, userId: string, but = ''): Promise<void> {
  const own = db.deleteFrom('user_sessions').where('user_id', '=', userId)
  await own.where('hash', '!=', but).execute()
}

function ofUser(db: Kysely<Schema>, userId: string) {
  const own = db.selectFrom('user_sessions').selectAll().where('user_id', '=', userId)
  return own.orderBy('created_at', 'desc').orderBy('seen_at', 'desc').orderBy('id').execute()
}

async function forgetOver(
  db: Kysely<Schema>,
  { at, idleSince }: { readonly at: number; readonly idleSince: number },
): Promise<void> {
  await db
    .deleteFrom('user_sessions')
    .where(({ eb, or }) => or([eb('ends_at', '<=', at), eb('seen_at', '<=', idleSince)]))
    .execute()
}

async function keepLatest(db: Kysely<Schema>, { hash, userId }: Session): Promise<void> {
  const others = (await ofUser(db, userId)).filter((one) => one.hash !== hash)
  const old = others.slice(mostOfOne - 1).map((one) => one.hash)
  if (old.length === 0) return
  await db.deleteFrom('user_sessions').where('hash', 'in', old).execute()
}

function sessionOf(row: Selectable<UserSessionsTable>): Session {
  return {
    id: row.id,
    userId: row.user_id,
    hash: row.hash,
    createdAt: Number(row.created_at),
    seenAt: Number(row.seen_at),
    endsAt: Number(row.ends_at),
  }
}

function rowOf({ hash, id, userId, createdAt, seenAt, endsAt }: Session) {
  return {
    hash,
    id,
    user_id: userId,
    created_at: createdAt,
    seen_at: seenAt,
    ends_at: endsAt,
  }
}
