import type { Act } from '../act.ts'
import { authorityChain, type Note } from '../audit/note.ts'
import { ServerError } from '../errors.ts'
import { type BackOff, backOff, type Trial } from './back-off.ts'
import type { Proved } from './elsewhere.ts'
import { changeOwnPassword, type OwnPassword } from './own-password.ts'
import { isPassword } from './password.ts'
import { isLive, newSession, type Session, sessionHash } from './session.ts'
import type { Identity, User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** Who is signed in, and how long that goes on. */
export interface SignedIn {
  readonly user: User
  readonly session: Session
}

/** When, and by which request. */
type Moment = Pick<Act, 'at' | 'requestId'>

/** `text` is what the browser keeps; it is said once. */
type Begun = SignedIn & { readonly text: string }

export interface SignIn {
  /** @throws ServerError `SIGN_IN_REFUSED`, `SIGN_IN_LATER`, `SIGN_IN_BUSY` */
  readonly withPassword: (trial: PasswordTrial, when: Moment) => Promise<Begun>
  /** Of somebody whom an issuer has proved; nobody is made by it. @throws ServerError `SIGN_IN_REFUSED` */
  readonly withIdentity: (proved: Proved, when: Moment) => Promise<Begun>
  /** whose session a text is, if it goes on; that it was used is noted */
  readonly recognise: (text: string, at: number) => Promise<SignedIn | undefined>
  readonly signOut: (signedIn: SignedIn, when: Moment) => Promise<void>
  /**
   * Counts as a trial to sign in. @throws ServerError `PASSWORD_WRONG`, `PASSWORD_ABSENT`, `PASSWORD_UNFIT`,
   * `SIGN_IN_LATER`, `SIGN_IN_BUSY`
   */
  readonly changePassword: (
    signedIn: SignedIn,
    passwords: OwnPassword,
    where: Omit<PasswordTrial, 'name' | 'password'> & Moment,
  ) => Promise<void>
  readonly idleSeconds: number
}

interface PasswordTrial extends Trial {
  readonly password: string
  /** told for the log that it was not that of this user, or of nobody; whoever tries is not told which */
  readonly onWrong?: (userId: string | undefined) => void
}

interface SessionLives {
  /** after so long without a request a session is over */
  readonly sessionIdleSeconds: number
  /** after so long it is over anyway */
  readonly sessionSeconds: number
}

export interface SignInSettings extends SessionLives {
  /** who has proved an e-mail address that is a name is bound to that user */
  readonly signInByEmail: boolean
}

const noteSeconds = 60

export function openSignIn(
  users: UserStore,
  { signInByEmail: byEmail, ...lives }: SignInSettings,
): SignIn {
  const { sessionIdleSeconds: idleSeconds } = lives
  const waiting = backOff()
  return {
    idleSeconds,
    withPassword: async (trial, when) => {
      const user = await proveByPassword(users, waiting, { ...trial, at: when.at })
      if (user === undefined) throw refused()
      const { passwordHash } = user
      return await begin(users, user, {
        ...lives,
        ...when,
        stillGood: (now) => now.passwordHash === passwordHash,
      })
    },
    withIdentity: async ({ email, ...identity }, when) => {
      const known = await users.findByIdentity(identity)
      const user =
        known ??
        (await bindByEmail(users, { email: byEmail ? email : undefined, identity, ...when }))
      if (user === undefined) throw refused()
      const isSame = ({ identity: now }: User) =>
        now?.issuer === identity.issuer && now.subject === identity.subject
      return await begin(users, user, { ...lives, ...when, stillGood: isSame })
    },
    recognise: async (text, at) => {
      const hash = sessionHash(text)
      const found = hash === undefined ? undefined : await users.findSession(hash)
      if (found === undefined) return undefined
      const { session, user } = found
      if (!user.enabled || !isLive(session, { at, idleSeconds })) return undefined
      if (at - session.seenAt >= noteSeconds) await users.noteSeen(session.hash, at)
      return found
    },
    signOut: ({ user, session }, when) =>
      users.endSession(session.hash, noteOf('user.signed-out', { user, session, ...when })),
    changePassword: async (signedIn, passwords, { at, requestId, ...where }) => {
      const { name } = signedIn.user
      const prove = (password: string) =>
        proveByPassword(users, waiting, { ...where, name, password, at })
      await changeOwnPassword(signedIn, passwords, { users, prove, act: { at, requestId } })
    },
  }
}

/** @returns nobody when it is not theirs. @throws ServerError `SIGN_IN_LATER`, `SIGN_IN_BUSY` */
async function proveByPassword(
  users: UserStore,
  waiting: BackOff,
  { at, password, onWrong, ...typed }: PasswordTrial & { readonly at: number },
): Promise<User | undefined> {
  const trial = { ...typed, name: typed.name.toLowerCase().slice(0, 128) }
  const { wasRight, wasNone } = waiting(trial, at)
  const { user, good } = await look(users, trial.name, password).catch((error: unknown) => {
    wasNone() // whoever waits for others, or for a database, has guessed nothing
    throw error
  })
  if (user === undefined || !good) {
    onWrong?.(user?.id)
    return undefined
  }
  wasRight()
  return user
}

/** Known or not, a name costs one look and one hash. */
async function look(users: UserStore, name: string, password: string) {
  const user = await users.findByName(name)
  return { user, good: await isPassword(password, user?.enabled ? user.passwordHash : undefined) }
}

/**
 * Whose name is the address, once and for all: who has that address later is somebody else for the issuer, and for us.
 */
async function bindByEmail(
  users: UserStore,
  {
    email,
    identity,
    ...when
  }: Moment & { readonly email: string | undefined; readonly identity: Identity },
): Promise<User | undefined> {
  const user = email === undefined ? undefined : await users.findByName(email.toLowerCase())
  if (user === undefined || !user.enabled || user.identity !== undefined) return undefined
  const { id, name } = user
  const bind = (now: User) => {
    if (now.identity !== undefined || !now.enabled) throw refused()
    return { user: { ...now, identity }, endsSessions: false }
  }
  const about = { id, name, identity, email: true }
  const note: Note = {
    chain: authorityChain,
    action: 'user.changed',
    by: { kind: 'user', id },
    ...when,
    about,
  }
  return await users.change(id, bind, () => note)
}

async function begin(
  users: UserStore,
  user: User,
  {
    at,
    sessionSeconds,
    sessionIdleSeconds,
    stillGood,
    requestId,
  }: SessionLives & Moment & { readonly stillGood: (user: User) => boolean },
): Promise<Begun> {
  const { session, text } = newSession(user.id, { at, seconds: sessionSeconds })
  const over = { at, idleSince: at - sessionIdleSeconds }
  const kept = await users.addSession(session, over, {
    stillGood: (now) => now.enabled && stillGood(now),
    note: noteOf('user.signed-in', { user, session, at, requestId }),
  })
  if (!kept) throw refused()
  return { user: { ...user, lastSignInAt: at }, session, text }
}

function noteOf(
  action: 'user.signed-in' | 'user.signed-out',
  { user: { id, name }, session, ...when }: SignedIn & Moment,
): Note {
  const about = { id, name, session: session.id }
  return { chain: authorityChain, action, by: { kind: 'user', id }, ...when, about }
}

function refused(): ServerError {
  return new ServerError('SIGN_IN_REFUSED', 'Nobody is signed in by that.')
}
