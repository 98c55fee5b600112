import type { Act } from '../act.ts'
import type { Audit } from '../audit/audit.ts'
import type { Note } from '../audit/note.ts'
import type { Ban, PlatformSide } from '../bans/ban.ts'
import type { BanPage, ListWish } from '../bans/ban-desk.ts'
import type { Issuer } from '../issuers/issuer.ts'
import type { ApiKey, KeyChange } from '../keys/api-key.ts'
import type { KeptPolicy, PolicyHead } from '../policies/kept-policy.ts'
import type { RegisteredProject } from '../projects/registered-project.ts'
import type { Ledger, LedgerEntry } from '../record/ledger.ts'
import type { KeptAnswers } from '../repeats/kept-answers.ts'
import type { UserStore } from '../users/user-store.ts'

interface DueWish {
  /** Unix seconds, by the system's clock */
  readonly at: number
  /** those that are not over then, by the clock of tokens */
  readonly endsAfter: number
  /** of local projects as well */
  readonly ofLocal: boolean
  readonly limit: number
}

/** So that nobody's policy is replaced unseen. */
export interface Replacing {
  /** the version that has to be the last one yet; 0: none is set */
  readonly replaces?: number | undefined
}

/**
 * What the authority keeps. SQLite on one machine, PostgreSQL for several; one suite of tests holds both to this.
 * Every act is whole or not at all, with the note of it in the audit, and durable once it resolves.
 */
export interface Store {
  /** in the order in which they came */
  readonly listProjects: () => Promise<readonly RegisteredProject[]>
  readonly findProject: (appId: string) => Promise<RegisteredProject | undefined>
  /** @throws ServerError `PROJECT_EXISTS` */
  readonly addProject: (project: RegisteredProject, note: Note) => Promise<void>
  /**
   * Reads, changes and writes as one act, however many do so at once. App ID and origin stay.
   *
   * @throws ServerError `PROJECT_UNKNOWN`; whatever `change` throws, and then nothing is changed
   */
  readonly changeProject: (
    appId: string,
    change: (project: RegisteredProject) => RegisteredProject,
    note: (after: RegisteredProject, before: RegisteredProject) => Note,
  ) => Promise<RegisteredProject>
  /** in the order in which they came */
  readonly listKeys: () => Promise<readonly ApiKey[]>
  readonly addKey: (key: ApiKey, note: Note) => Promise<void>
  /**
   * As `changeProject`, and adds the successor, if there is one. Id, hash, scopes and the last use of a key stay.
   *
   * @throws ServerError `KEY_UNKNOWN`; whatever `change` throws, and then nothing is changed
   */
  readonly changeKey: (
    id: string,
    change: (key: ApiKey) => KeyChange,
    note: (change: KeyChange) => Note,
  ) => Promise<KeyChange>
  /** When keys, by their ids, were last used (Unix seconds). A later time that is known stays. No change to `revision`. */
  readonly noteKeyUses: (uses: ReadonlyMap<string, number>) => Promise<void>
  /** in the order in which they came */
  readonly listIssuers: () => Promise<readonly Issuer[]>
  /** @throws ServerError `ISSUER_EXISTS` when there is one with its id, or with its `iss` */
  readonly addIssuer: (issuer: Issuer, note: Note) => Promise<void>
  /** As `changeProject`. Id and `iss` stay. @throws ServerError `ISSUER_UNKNOWN` */
  readonly changeIssuer: (
    id: string,
    change: (issuer: Issuer) => Issuer,
    note: Note,
  ) => Promise<Issuer>
  /** @throws ServerError `ISSUER_UNKNOWN` */
  readonly removeIssuer: (id: string, note: Note) => Promise<Issuer>
  /** the last policy of every project that has one */
  readonly listPolicies: () => Promise<readonly KeptPolicy[]>
  /** the policy of this version; without one the last */
  readonly findPolicy: (appId: string, version?: number) => Promise<KeptPolicy | undefined>
  /** the policies that a project ever had, the last one first: at most `limit`, those before the version `before` */
  readonly policyVersions: (
    appId: string,
    page: { readonly before?: number | undefined; readonly limit: number },
  ) => Promise<readonly PolicyHead[]>
  /**
   * Keeps it as the next version.
   *
   * @throws ServerError `PROJECT_UNKNOWN`, `POLICY_CHANGED` when another than `replaces` is the last
   */
  readonly setPolicy: (
    policy: Pick<KeptPolicy, 'appId' | 'policy'>,
    act: Act & Replacing,
  ) => Promise<KeptPolicy>
  /** @throws ServerError `PROJECT_UNKNOWN` */
  readonly addBan: (ban: Ban, note: Note) => Promise<void>
  /** the latest first. @throws ServerError `PROJECT_UNKNOWN`; `BAN_UNKNOWN` for an `after` that no page gave */
  readonly listBans: (wish: ListWish & { readonly appId: string }) => Promise<BanPage>
  /** those of all projects that count at this instant, or later; in the order in which they came */
  readonly standingBans: (at: number) => Promise<readonly Ban[]>
  /**
   * As `changeProject`. What came of a ban can change: when it was lifted and by whom, the platform's side, and its end, which
   * can be put off. The same ban from `change`: it stays, and nothing is noted.
   *
   * @throws ServerError `BAN_UNKNOWN`; whatever `change` throws, and then nothing is changed
   */
  readonly changeBan: (
    which: Pick<Ban, 'appId' | 'id'>,
    change: (ban: Ban) => Ban,
    note: (ban: Ban) => Note,
  ) => Promise<Ban>
  /** What the platform is to be told of next: for each user the first thing alone, those that wait longest first. */
  readonly dueBans: (wish: DueWish) => Promise<readonly Ban[]>
  /** How many bans the platform has to be told of yet, and when (Unix seconds) the first of them was made or lifted. */
  readonly waitingBans: (
    wish: Pick<DueWish, 'endsAfter' | 'ofLocal'>,
  ) => Promise<{ readonly count: number; readonly oldestAt?: number | undefined }>
  /**
   * As `changeBan`, but for the platform's side alone, which is no change to `revision`. Undefined from `change`: it stays.
   *
   * @returns the ban as it is then; undefined when there is none, or nothing was changed
   */
  readonly noteBan: (
    id: string,
    change: (ban: Ban) => PlatformSide | undefined,
    note?: (ban: Ban) => readonly Note[],
  ) => Promise<Ban | undefined>
  /** what the platform calls the rules of other bans that name the same and were not lifted */
  readonly rulesOfOthers: (ban: Ban) => Promise<readonly number[]>
  /** Has or gets what one holder alone can have, until it is over or released. */
  readonly takeLease: (
    name: string,
    wish: { readonly holder: string; readonly at: number; readonly seconds: number },
  ) => Promise<boolean>
  /** Nothing happens when another has it. */
  readonly releaseLease: (name: string, holder: string) => Promise<void>
  /** A value that was kept under a name, made by `make` the first time; all who ask at once get the same. */
  readonly keepValue: (name: string, make: () => string) => Promise<string>
  /** The value that is kept under a name, if there is one. */
  readonly findValue: (name: string) => Promise<string | undefined>
  /** Differs from the last answer when anyone, in this process or another, has changed a project, a policy, a key, a ban or an issuer meanwhile. */
  readonly revision: () => Promise<string>
  readonly ledger: Ledger
  readonly answers: KeptAnswers
  readonly audit: Audit
  /** Grants and what the audit says of them, as one act. A grant that is there already is not written again */
  readonly record: (entries: readonly LedgerEntry[], notes: readonly Note[]) => Promise<void>
  readonly users: UserStore
  readonly close: () => Promise<void>
}
