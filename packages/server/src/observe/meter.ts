import type { GrantEntry } from '../issue.ts'

/** How a request was answered. */
export interface Answered {
  /** as it is registered, `/rtc/*`: never what was asked for */
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

/** What became of a ban: here, and at the platform. */
export type KickOutcome = 'banned' | 'lifted' | 'applied' | 'removed' | 'failed'

/** What the platform's REST for rules is asked. */
export type PlatformOp = 'add' | 'find' | 'remove'

/** What is counted of a server's work. Nothing of it names a channel, a user or an address. */
export interface Meter {
  readonly answered: (answer: Answered) => void
  readonly issued: (entry: GrantEntry) => void
  /** @param appId - of a project that is served; absent when there was none to ask about */
  readonly denied: (reason: string, appId: string | undefined) => void
  /** how long a policy was asked, seconds */
  readonly decided: (seconds: number) => void
  /** @param scope - see `LimitScope` */
  readonly limited: (scope: string) => void
  readonly kicked: (outcome: KickOutcome, appId: string) => void
  /** @param status - of HTTP; absent = there was no answer */
  readonly platformAnswered: (op: PlatformOp, status: number | undefined) => void
  /** @param op - what the store was asked to do */
  readonly storeFailed: (op: string) => void
}
