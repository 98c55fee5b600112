import { asTokenSourceError, type TokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import type { ClientToken } from '../types.ts'
import { ask } from './ask.ts'
import type { Known } from './token-state.ts'

export interface Following {
  /** Asks now, after an error: for the next token, or as if for the first time. */
  readonly again: () => void
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
  let asking: AbortController | undefined
  const first = () => {
    asking?.abort()
    asking = new AbortController()
    void ask(source, asking.signal, { token, error })
  }
  first()
  return {
    again() {
      source.resume()
      if (source.current === undefined) first()
      else source.renew().catch((cause) => error(asTokenSourceError(cause)))
    },
    stop() {
      asking?.abort()
      for (const end of ends) end()
    },
  }
}
