import type { TokenSource } from '../token-source.ts'
import type { Role } from '../types.ts'

/** A source that can begin again after a refusal. Whoever listens to it, such as an adapter, does not notice. */
export interface ResumableSource extends TokenSource {
  /** the one that it has, or is asking for */
  readonly role: Role
  /** Forgets the token and the refusal. */
  readonly resume: () => void
}

export function resumable(open: (role: Role) => TokenSource, first: Role): ResumableSource {
  let role = first
  let inner = open(role)
  const heard = new Set<{ readonly bind: () => () => void; end: () => void }>()
  return {
    get: () => inner.get(),
    renew: () => inner.renew(),
    async changeRole(wished) {
      const before = role
      role = wished
      try {
        return await inner.changeRole(wished)
      } catch (error) {
        role = before
        throw error
      }
    },
    get role() {
      return role
    },
    get current() {
      return inner.current
    },
    on(name, listener) {
      const bind = () => inner.on(name, listener)
      const one = { bind, end: bind() }
      heard.add(one)
      return () => {
        one.end()
        heard.delete(one)
      }
    },
    close: () => inner.close(),
    resume() {
      inner.close()
      inner = open(role)
      for (const one of heard) one.end = one.bind()
    },
  }
}
