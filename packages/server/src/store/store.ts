import type { RegisteredProject } from '../projects/registered-project.ts'

/**
 * What the authority keeps. SQLite on one machine, PostgreSQL for several; one suite of tests holds both to this.
 * Every act is whole or not at all, and durable once it resolves.
 */
export interface Store {
  /** in the order in which they came */
  readonly listProjects: () => Promise<readonly RegisteredProject[]>
  readonly findProject: (appId: string) => Promise<RegisteredProject | undefined>
  /** @throws ServerError `PROJECT_EXISTS` */
  readonly addProject: (project: RegisteredProject) => Promise<void>
  /**
   * Reads, changes and writes as one act, however many do so at once. App ID and origin stay.
   *
   * @throws ServerError `PROJECT_UNKNOWN`; whatever `change` throws, and then nothing is changed
   */
  readonly changeProject: (
    appId: string,
    change: (project: RegisteredProject) => RegisteredProject,
  ) => Promise<RegisteredProject>
  /** A value that was kept under a name, made by `make` the first time; all who ask at once get the same. */
  readonly keepValue: (name: string, make: () => string) => Promise<string>
  /** Differs from the last answer when anyone, in this process or another, has changed a project meanwhile. */
  readonly revision: () => Promise<string>
  readonly close: () => Promise<void>
}
