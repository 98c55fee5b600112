import type { TokenSourceError } from './errors.ts'
import type { ClientToken } from './types.ts'

interface Waiter {
  readonly resolve: (token: ClientToken) => void
  readonly reject: (error: TokenSourceError) => void
  attempts: number
}

/** Those who wait for the next token, each for so many attempts. */
export class Waiting {
  #waiters: Waiter[] = []

  get any(): boolean {
    return this.#waiters.length > 0
  }

  add(waiter: Waiter): void {
    this.#waiters.push(waiter)
  }

  resolve(token: ClientToken): void {
    for (const { resolve } of this.#waiters.splice(0)) resolve(token)
  }

  /** An attempt failed. */
  count(): void {
    for (const waiter of this.#waiters) waiter.attempts -= 1
  }

  /** Whose attempts are used up, or all. */
  reject(error: TokenSourceError, all: boolean): void {
    const gone = this.#waiters.filter(({ attempts }) => all || attempts <= 0)
    this.#waiters = this.#waiters.filter((waiter) => !gone.includes(waiter))
    for (const { reject } of gone) reject(error)
  }
}
