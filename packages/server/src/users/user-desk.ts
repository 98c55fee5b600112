import { randomBytes } from 'node:crypto'
import type { Act } from '../act.ts'
import { authorityChain, type Note } from '../audit/note.ts'
import { ServerError } from '../errors.ts'
import { needScopes } from '../keys/key-desk.ts'
import type { Scope } from '../keys/scopes.ts'
import { hashPassword } from './password.ts'
import { checkPassword } from './password-rules.ts'
import { type Role, scopesOf } from './roles.ts'
import type { Session } from './session.ts'
import {
  changeUser,
  checkDeletion,
  type Identity,
  loginOf,
  type User,
  type UserChange,
} from './user.ts'
import type { UserStore } from './user-store.ts'

export interface NewUser {
  readonly name: string
  readonly role: Role
  /** absent = signs in elsewhere, by `identity` */
  readonly password?: string | undefined
  readonly identity?: Identity | undefined
}

/** What is to be otherwise. */
export interface UserWish {
  readonly role?: Role | undefined
  readonly enabled?: boolean | undefined
  readonly password?: string | undefined
  /** null = none any more */
  readonly identity?: Identity | null | undefined
}

/** Who acts, and what they may do themselves. */
interface Doing extends Act {
  /** absent = everything. Nobody makes, changes or ends who may do more than they */
  readonly within?: readonly Scope[]
}

/** What an owner does with users. Each act is noted in the audit. */
export interface UserDesk {
  /** in the order of their names */
  readonly list: () => Promise<readonly User[]>
  /** by id or name. @throws ServerError `USER_UNKNOWN` */
  readonly show: (idOrName: string) => Promise<User>
  /** @throws ServerError `USER_EXISTS`, `USER_NAME_UNFIT`, `PASSWORD_UNFIT`, `SCOPE_MISSING`, `SIGN_IN_BUSY` */
  readonly create: (wish: NewUser, doing: Doing) => Promise<User>
  /**
   * Another role, another password or identity, or to be disabled ends all their sessions.
   *
   * @throws ServerError `USER_UNKNOWN`, `USER_EXISTS`, `LAST_ADMIN`, `PASSWORD_UNFIT`, `SCOPE_MISSING`, `SIGN_IN_BUSY`
   */
  readonly change: (idOrName: string, wish: UserWish, doing: Doing) => Promise<User>
  /** @throws ServerError `USER_UNKNOWN`, `LAST_ADMIN`, `SCOPE_MISSING` */
  readonly remove: (idOrName: string, doing: Doing) => Promise<User>
  /** the latest first. @throws ServerError `USER_UNKNOWN` */
  readonly sessions: (idOrName: string) => Promise<readonly Session[]>
  /** Ends all of them. @throws ServerError `USER_UNKNOWN`, `SCOPE_MISSING` */
  readonly signOut: (idOrName: string, doing: Doing) => Promise<User>
}

export function openUserDesk(users: UserStore): UserDesk {
  const show = async (idOrName: string) => {
    const user = (await users.find(idOrName)) ?? (await users.findByName(idOrName.toLowerCase()))
    if (user === undefined) throw new ServerError('USER_UNKNOWN', 'there is no such user')
    return user
  }
  return {
    list: users.list,
    show,
    create: (wish, doing) => create(users, wish, doing),
    change: async (idOrName, wish, doing) =>
      await change(users, await show(idOrName), { wish, doing }),
    remove: async (idOrName, { within, ...act }) =>
      await users.remove(
        (await show(idOrName)).id,
        (user, otherAdmins) => {
          reach(within, user.role)
          checkDeletion(user, otherAdmins)
        },
        ({ id, name }) => noteOf('user.deleted', act, { id, name }),
      ),
    sessions: async (idOrName) => await users.listSessions((await show(idOrName)).id),
    signOut: async (idOrName, { within, ...act }) => {
      const user = await show(idOrName)
      reach(within, user.role)
      const { id, name } = user
      await users.endSessions(id, noteOf('user.signed-out', act, { id, name }))
      return user
    },
  }
}

async function create(
  users: UserStore,
  { name: wished, role, password, identity }: NewUser,
  { within, ...act }: Doing,
): Promise<User> {
  reach(within, role)
  const name = loginOf(wished)
  const passwordHash = await hashOf(password, name)
  const id = `u_${randomBytes(9).toString('base64url')}`
  const { at: createdAt } = act
  const user: User = { id, name, role, enabled: true, passwordHash, identity, createdAt }
  const about = { id, name, role, password: password !== undefined, identity }
  await users.add(user, noteOf('user.created', act, about))
  return user
}

async function change(
  users: UserStore,
  { id, name }: User,
  { wish, doing }: { readonly wish: UserWish; readonly doing: Doing },
): Promise<User> {
  const { within, ...act } = doing
  const { password, identity, role, enabled } = wish
  const passwordHash = await hashOf(password, name)
  const wished: UserChange = {
    ...(role === undefined ? {} : { role }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(passwordHash === undefined ? {} : { passwordHash }),
    ...(identity === undefined ? {} : { identity: identity ?? undefined }),
  }
  const about = {
    id,
    name,
    role,
    enabled,
    identity,
    password: password === undefined ? undefined : true,
  }
  return await users.change(
    id,
    (user, otherAdmins) => {
      reach(within, user.role)
      reach(within, role ?? user.role)
      return changeUser(user, wished, otherAdmins)
    },
    () => noteOf('user.changed', act, about),
  )
}

function noteOf(action: Note['action'], act: Act, about: object): Note {
  return { chain: authorityChain, action, ...act, about }
}

/** @throws ServerError `PASSWORD_UNFIT`, `SIGN_IN_BUSY` */
async function hashOf(password: string | undefined, name: string): Promise<string | undefined> {
  if (password === undefined) return undefined
  checkPassword(password, name)
  return await hashPassword(password)
}

function reach(within: readonly Scope[] | undefined, role: Role): void {
  if (within !== undefined) needScopes(within, scopesOf(role))
}
