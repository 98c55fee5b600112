import { ServerError } from '../errors.ts'
import type { Role } from './roles.ts'

/** Somebody who signs in to see and change what is kept here. Never a subject of tokens. */
export interface User {
  readonly id: string
  /** what they sign in with; see {@link loginOf} */
  readonly name: string
  readonly role: Role
  readonly enabled: boolean
  /** see password.ts; absent = there is none to sign in with */
  readonly passwordHash?: string | undefined
  /** by whom else they are known */
  readonly identity?: Identity | undefined
  /** Unix seconds, as the next */
  readonly createdAt: number
  readonly lastSignInAt?: number | undefined
}

/** A person, as one issuer of identities names them. */
export interface Identity {
  /** its address, exactly as it writes it */
  readonly issuer: string
  /** `sub` */
  readonly subject: string
}

/** What of a user can be changed. */
export type UserChange = Partial<Pick<User, 'role' | 'enabled' | 'passwordHash' | 'identity'>>

export const loginPattern = '^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$'

/** A login as it is kept: letters alike, whatever their case. @throws ServerError `USER_NAME_UNFIT` */
export function loginOf(text: string): string {
  if (new RegExp(loginPattern).test(text)) return text.toLowerCase()
  throw new ServerError(
    'USER_NAME_UNFIT',
    'a name is 1 to 128 letters, digits or any of . _ @ + -, and begins with a letter or digit',
  )
}

/**
 * A user after a change, and whether their sessions end by it. `otherAdmins`: how many enabled ones there are beside.
 *
 * @throws ServerError `LAST_ADMIN`
 */
export function changeUser(
  user: User,
  change: UserChange,
  otherAdmins: number,
): { readonly user: User; readonly endsSessions: boolean } {
  const changed = { ...user, ...change }
  if (isAdmin(user) && !isAdmin(changed)) needAdmin(otherAdmins)
  const { role, enabled, passwordHash, identity } = changed
  const endsSessions =
    role !== user.role ||
    enabled !== user.enabled ||
    passwordHash !== user.passwordHash ||
    identity?.issuer !== user.identity?.issuer ||
    identity?.subject !== user.identity?.subject
  return { user: changed, endsSessions }
}

/** @throws ServerError `LAST_ADMIN` */
export function checkDeletion(user: User, otherAdmins: number): void {
  if (isAdmin(user)) needAdmin(otherAdmins)
}

export function isAdmin({ role, enabled }: Pick<User, 'role' | 'enabled'>): boolean {
  return role === 'admin' && enabled
}

function needAdmin(otherAdmins: number): void {
  if (otherAdmins > 0) return
  throw new ServerError('LAST_ADMIN', 'this is the last admin who can sign in')
}

/** A user as they are shown: without the hash. */
export function publicUser({ passwordHash, ...shown }: User): object {
  return { ...shown, password: passwordHash !== undefined }
}
