import type { Act } from '../act.ts'
import { authorityChain } from '../audit/note.ts'
import { ServerError } from '../errors.ts'
import { hashPassword } from './password.ts'
import { checkPassword } from './password-rules.ts'
import type { SignedIn } from './sign-in.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** What somebody types who has a session, to have another password. */
export interface OwnPassword {
  readonly currentPassword: string
  readonly newPassword: string
}

interface Changing {
  readonly users: Pick<UserStore, 'change'>
  /** the user whose password that is; undefined when it is not. Counts as signing in does */
  readonly prove: (password: string) => Promise<User | undefined>
  readonly act: Pick<Act, 'at' | 'requestId'>
}

/**
 * Gives who is signed in another password. Their other sessions end, whoever has them; this one goes on.
 *
 * @throws ServerError `PASSWORD_ABSENT`, `PASSWORD_WRONG`, `PASSWORD_UNFIT`; whatever `prove` throws
 */
export async function changeOwnPassword(
  { user: { id, name, passwordHash: kept }, session }: SignedIn,
  { currentPassword, newPassword }: OwnPassword,
  { users, prove, act }: Changing,
): Promise<void> {
  if (kept === undefined) throw absent()
  checkPassword(newPassword, name) // before the other is tried: what is unfit is no guess
  const proved = await prove(currentPassword)
  if (proved?.id !== id) throw wrong()
  const passwordHash = await hashPassword(newPassword)
  const about = { id, name, session: session.id }
  const by = { kind: 'user', id } as const
  await users.change(
    id,
    (now) => {
      // an owner who gave them another meanwhile, or disabled them, did so on purpose
      if (!now.enabled || now.passwordHash !== proved.passwordHash) throw wrong()
      return { user: { ...now, passwordHash }, endsSessions: true, keepsSession: session.hash }
    },
    () => ({ chain: authorityChain, action: 'user.password.changed', by, ...act, about }),
  )
}

function absent(): ServerError {
  const detail = 'You sign in elsewhere, and have no password here.'
  return new ServerError('PASSWORD_ABSENT', detail)
}

function wrong(): ServerError {
  return new ServerError('PASSWORD_WRONG', 'The current password is another.')
}
