import type { TokenSourceError } from './errors.ts'
import type { ClientToken } from './types.ts'

/** What a token source tells. */
export interface TokenSourceEvents {
  /** a new token is there: the first, or one that replaces another */
  readonly token: ClientToken
  /** an attempt failed; another follows */
  readonly failed: TokenSourceError
  /** the last attempt: the token server refuses. Reported as an uncaught error where nobody listens */
  readonly refused: TokenSourceError
  /** the token has ended and no other is there yet */
  readonly expired: ClientToken
}

interface Listener {
  readonly name: keyof TokenSourceEvents
  readonly hear: (value: never) => void
}

/** Listeners by event. What a listener throws is reported, and keeps nobody from hearing. */
export class Events {
  readonly #listeners = new Set<Listener>()
  readonly #report: (error: unknown) => void

  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  on<Name extends keyof TokenSourceEvents>(
    name: Name,
    hear: (value: TokenSourceEvents[Name]) => void,
  ): () => void {
    const listener = { name, hear }
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  emit<Name extends keyof TokenSourceEvents>(name: Name, value: TokenSourceEvents[Name]): void {
    const listeners = [...this.#listeners].filter((listener) => listener.name === name)
    if (name === 'refused' && listeners.length === 0) this.#report(value)
    for (const { hear } of listeners) {
      try {
        ;(hear as (value: unknown) => void)(value)
      } catch (error) {
        this.#report(error)
      }
    }
  }
}
