import { Events, type TokenSourceEvents } from './events.ts'
import { Renewer } from './renewer.ts'
import { settingsOf, type TokenSourceOptions } from './settings.ts'
import { systemEnvironment } from './system-environment.ts'
import type { ClientToken, Once, Role } from './types.ts'

/** One token, kept fresh until `close`. */
export interface TokenSource {
  /**
   * A token to join with: the present one, or else a new one. Waits for up to four attempts when there is none.
   *
   * Rejects with a `TokenSourceError`.
   */
  readonly get: () => Promise<ClientToken>
  /** Asks for the next token now, once. Callers at the same time, also in other tabs, share one request. */
  readonly renew: () => Promise<ClientToken>
  /**
   * A token with another role, which replaces the present one, also when it ends earlier. Makes up to four attempts. When it
   * fails, all stays as it is. `once` gives this one token; later ones come from where they always do.
   */
  readonly changeRole: (role: Role, once?: Once) => Promise<ClientToken>
  /** Forgets a refusal, for a user who has signed in again: from now on it is asked again when a token is due or wanted. */
  readonly resume: () => void
  /** the token that has not ended, if any; asks for nothing */
  readonly current: ClientToken | undefined
  /** @returns what ends it */
  readonly on: <Name extends keyof TokenSourceEvents>(
    name: Name,
    listener: (value: TokenSourceEvents[Name]) => void,
  ) => () => void
  /** Forgets the token, ends the attempt under way, and asks for nothing more. */
  readonly close: () => void
}

/**
 * Fetches a token when it is first needed and renews it before it ends.
 *
 * @throws TypeError or RangeError on options that can give no token
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { environment = systemEnvironment() } = options
  const events = new Events(environment.report)
  const renewer = new Renewer({ environment, events, ...settingsOf(options) })
  return {
    get: () => renewer.get(),
    renew: () => renewer.next(1),
    changeRole: (role, once) => renewer.changeRole(role, once),
    resume: () => renewer.resume(),
    get current() {
      return renewer.current
    },
    on: (name, listener) => events.on(name, listener),
    close: () => renewer.close(),
  }
}
