import { type ApiKey, keyState } from './api-key.ts'

/** A key as it is shown at `at`: what can be said of it, without the hash. */
export function publicKey(key: ApiKey, at: number): object {
  const { hash: _hash, ...shown } = key
  return { ...shown, state: keyState(key, at) }
}
