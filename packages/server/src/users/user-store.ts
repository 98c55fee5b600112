import type { Note } from '../audit/note.ts'
import type { Session } from './session.ts'
import type { Identity, User } from './user.ts'

/** What the authority keeps of users; part of the store, held to the same. */
export interface UserStore {
  /** in the order of their names */
  readonly list: () => Promise<readonly User[]>
  readonly find: (id: string) => Promise<User | undefined>
  readonly findByName: (name: string) => Promise<User | undefined>
  readonly findByIdentity: (identity: Identity) => Promise<User | undefined>
  /** @throws ServerError `USER_EXISTS`: the name or the identity is another's */
  readonly add: (user: User, note: Note) => Promise<void>
  /**
   * Reads, changes and writes as one act, however many do so at once. Id, name and instants stay. `otherAdmins` are
   * those who can sign in, beside this one.
   *
   * @throws ServerError `USER_UNKNOWN`, `USER_EXISTS`; whatever `change` throws, and then nothing is changed
   */
  readonly change: (
    id: string,
    change: (
      user: User,
      otherAdmins: number,
    ) => {
      readonly user: User
      readonly endsSessions: boolean
      /** the hash of the one that goes on */
      readonly keepsSession?: string
    },
    note: (user: User) => Note,
  ) => Promise<User>
  /** With all sessions. @throws ServerError `USER_UNKNOWN`; whatever `check` throws, and then nobody is deleted */
  readonly remove: (
    id: string,
    check: (user: User, otherAdmins: number) => void,
    note: (user: User) => Note,
  ) => Promise<User>
  /**
   * Keeps a session if its user is, at that moment, still somebody to let in, and notes when they signed in. Of the
   * sessions of one user the oldest go when there are more than 20; of all, those that are over.
   *
   * @param over - of sessions that ended before `at`, or were not used since `idleSince`
   * @returns whether it was kept
   */
  readonly addSession: (
    session: Session,
    over: { readonly at: number; readonly idleSince: number },
    signing: { readonly stillGood: (user: User) => boolean; readonly note: Note },
  ) => Promise<boolean>
  readonly findSession: (
    hash: string,
  ) => Promise<{ readonly session: Session; readonly user: User } | undefined>
  /** A later time that is known stays. */
  readonly noteSeen: (hash: string, at: number) => Promise<void>
  /** the latest first */
  readonly listSessions: (userId: string) => Promise<readonly Session[]>
  readonly endSession: (hash: string, note: Note) => Promise<void>
  readonly endSessions: (userId: string, note: Note) => Promise<void>
}
