import type { TokenSource } from '../token-source.ts'
import type { Role } from '../types.ts'

/** A source that can begin again after a refusal. Whoever listens to it, such as an adapter, does not notice. */
export interface ResumableSource extends TokenSource {
  /** Forgets the token and the refusal. */
  readonly resume: () => void
}

/** @param open - opens a source; the role is the one it was changed to, if it was */
export function resumable(open: (role?: Role) => TokenSource): ResumableSource {
  let inner = open()
  let role: Role | undefined
  const heard = new Set<{ readonly bind: () => () => void; end: () => void }>()
  return {
    get: () => inner.get(),
    renew: () => inner.renew(),
    async changeRole(wished) {
      const token = await inner.changeRole(wished)
      role = wished
      return token
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
