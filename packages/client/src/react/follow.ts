import type { TokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import type { ClientToken } from '../types.ts'
import { ask } from './ask.ts'
import type { Known } from './token-state.ts'

export interface Following {
  /** Asks for a token as if for the first time. */
  readonly ask: () => void
  readonly stop: () => void
}

/** Tells what changes of a source's token, and sees to it that there is a first one. */
export function follow(source: TokenSource, tell: (change: Partial<Known>) => void): Following {
  const token = ({ token, expiresAt }: ClientToken) =>
    tell({ token, expiresAt, expired: false, error: null })
  const error = (error: TokenSourceError) => tell({ error })
  const ends = [
    source.on('token', token),
    source.on('failed', error),
    source.on('refused', error),
    source.on('expired', () => tell({ expired: true })),
  ]
  let asking = new AbortController()
  void ask(source, asking.signal, { token, error })
  return {
    ask() {
      asking.abort()
      asking = new AbortController()
      void ask(source, asking.signal, { token, error })
    },
    stop() {
      asking.abort()
      for (const end of ends) end()
    },
  }
}
