import { asTokenSourceError, isFinal, type TokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import type { ClientToken } from '../types.ts'

/** Between the attempts of one `get` and those of the next, while there is no token. */
const pauseSeconds = 30

/** Asks for the first token until it is there, or refused: nobody else would ask again. */
export async function ask(
  source: TokenSource,
  signal: AbortSignal,
  told: {
    readonly token: (token: ClientToken) => void
    readonly error: (error: TokenSourceError) => void
  },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const token = await source.get()
      if (!signal.aborted) told.token(token)
      return
    } catch (cause) {
      if (signal.aborted) return
      const error = asTokenSourceError(cause)
      told.error(error)
      if (isFinal(error) || error.code === 'TOKEN_SOURCE_CLOSED') return
      const spread = pauseSeconds * (0.5 + Math.random() / 2)
      await pause(error.retryAfterSeconds + spread, signal)
    }
  }
}

/** Ends early when the device is back on the net. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('online', done) // React Native has none
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, seconds * 1000)
    globalThis.addEventListener?.('online', done)
    signal.addEventListener('abort', done)
  })
}
