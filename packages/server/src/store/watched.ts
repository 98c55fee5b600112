import { ServerError } from '../errors.ts'
import type { Store } from './store.ts'

/** The same store, which tells of every act that fails. What it refuses by its rules has not failed. */
export function watched(store: Store, onFailure: (op: string) => void): Store {
  return watchAll(store, onFailure)
}

function watchAll<Part extends object>(part: Part, onFailure: (op: string) => void): Part {
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [name, watch(value as Act, () => onFailure(name))]
    const isPart = typeof value === 'object' && value !== null
    return [name, isPart ? watchAll(value, (op) => onFailure(`${name}.${op}`)) : value]
  })
  return Object.fromEntries(entries) as Part
}

type Act = (...given: readonly unknown[]) => unknown

function watch(act: Act, onFailure: () => void): Act {
  return (...given) => {
    const done = act(...given)
    if (!(done instanceof Promise)) return done
    return done.catch((error: unknown) => {
      if (!isRefusal(error)) onFailure()
      throw error
    })
  }
}

/** By a rule, or for what no page ever gave. */
function isRefusal(error: unknown): boolean {
  return error instanceof ServerError || error instanceof RangeError
}
