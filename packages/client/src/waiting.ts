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

  /** So many attempts of each are used up; rejects those who have none left. */
  reject(error: TokenSourceError, attempts: number): void {
    this.#waiters = this.#waiters.filter((waiter) => {
      waiter.attempts -= attempts
      if (waiter.attempts <= 0) waiter.reject(error)
      return waiter.attempts > 0
    })
  }
}
