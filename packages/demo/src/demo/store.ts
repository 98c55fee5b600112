import { useSyncExternalStore } from 'react'

/** A value that can be watched; each change is a new object. */
export class Store<State extends object> {
  #state: State
  readonly #watchers = new Set<() => void>()

  constructor(state: State) {
    this.#state = state
  }

  get state(): State {
    return this.#state
  }

  set(changed: Partial<State>): void {
    this.#state = { ...this.#state, ...changed }
    for (const watcher of this.#watchers) watcher()
  }

  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /** Resolves with true once it is so, with false when it is not within so many seconds. */
  until(isSo: (state: State) => boolean, seconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (outcome: boolean) => {
        clearTimeout(timer)
        unwatch()
        resolve(outcome)
      }
      const timer = setTimeout(() => end(false), seconds * 1000)
      const unwatch = this.watch(() => isSo(this.#state) && end(true))
      if (isSo(this.#state)) end(true)
    })
  }
}

export function useStore<State extends object>(store: Store<State>): State {
  return useSyncExternalStore(store.watch, () => store.state)
}
