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

type Listener = (value: never) => void

/** Listeners by event. What a listener throws is reported, and keeps nobody from hearing. */
export class Events {
  readonly #listeners = new Map<keyof TokenSourceEvents, Set<Listener>>()
  readonly #report: (error: unknown) => void

  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  on<Name extends keyof TokenSourceEvents>(
    name: Name,
    listener: (value: TokenSourceEvents[Name]) => void,
  ): () => void {
    const heard: Listener = (value) => listener(value)
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(heard))
    return () => void listeners.delete(heard)
  }

  emit<Name extends keyof TokenSourceEvents>(name: Name, value: TokenSourceEvents[Name]): void {
    const listeners = [...(this.#listeners.get(name) ?? [])]
    if (name === 'refused' && listeners.length === 0) this.#report(value)
    for (const listener of listeners) {
      try {
        ;(listener as (value: unknown) => void)(value)
      } catch (error) {
        this.#report(error)
      }
    }
  }
}
