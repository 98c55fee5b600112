import { type CryptoKey, createLocalJWKSet, errors, type JWSHeaderParameters } from 'jose'
import { type FetchLimits, fetchJson, unreadable } from './fetch-json.ts'

/** The public keys of an issuer, where it publishes them. */
export interface KeySet {
  /**
   * The key that a token's header names, at `at` (Unix seconds).
   *
   * @throws KeysUnavailable when they cannot be had; an error of `jose` when there is no such key
   */
  readonly keyFor: (header: JWSHeaderParameters, at: number) => Promise<CryptoKey>
}

export interface KeySetOptions extends FetchLimits {
  /** how long old keys go on while the issuer cannot be read, in seconds */
  readonly staleSeconds: number
  /** told each time that it cannot be read */
  readonly onFault?: (error: unknown) => void
}

/** The keys cannot be read, and none that are young enough are known. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable' as const
}

const maxAgeSeconds = 600
/** Between two tries: however many tokens name unknown keys, the issuer is asked twice a minute. */
const cooldownSeconds = 30
const mostKeys = 100

/** Keys are read when the first token comes, again after ten minutes, and when a token names one that is not known. */
export function remoteKeySet(url: string, options: KeySetOptions): KeySet {
  const { staleSeconds, onFault } = options
  let kept: { readonly find: LocalKeySet; readonly readAt: number } | undefined
  let tried: { readonly at: number } | undefined
  let pending: Promise<void> | undefined
  let fault: unknown // of the last try

  async function read(at: number): Promise<void> {
    tried = { at }
    try {
      kept = { find: readKeySet(url, await fetchJson(url, options)), readAt: at }
      fault = undefined
    } catch (error) {
      fault = error
      onFault?.(error)
    }
  }
  const readAgain = (at: number) => {
    if (pending !== undefined || (tried && apart(at, tried.at) < cooldownSeconds)) return
    pending = read(at).finally(() => {
      pending = undefined
    })
  }
  async function current(at: number): Promise<LocalKeySet> {
    const isYounger = (than: number) => kept !== undefined && apart(at, kept.readAt) < than
    const most = maxAgeSeconds + staleSeconds
    if (!isYounger(maxAgeSeconds)) {
      readAgain(at)
      // nobody waits for an issuer that is known to be down, as long as the old keys may serve
      if (fault === undefined || !isYounger(most)) await pending
    }
    if (kept === undefined || !isYounger(most)) throw new KeysUnavailable()
    return kept.find
  }
  return {
    keyFor: async (header, at) => {
      const find = await current(at)
      try {
        return await find(header)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        readAgain(at) // the issuer may have changed its key
        await pending
        if (fault !== undefined) throw new KeysUnavailable()
        if (kept!.find === find) throw error
        return await kept!.find(header)
      }
    },
  }
}

type LocalKeySet = ReturnType<typeof createLocalJWKSet>

/** @throws ServerError `ISSUER_UNREADABLE` */
function readKeySet(url: string, found: unknown): LocalKeySet {
  const { keys } = Object(found) as { readonly keys?: unknown }
  if (!Array.isArray(keys)) throw unreadable(url, 'is no set of keys')
  if (keys.length > mostKeys) throw unreadable(url, `has more than ${mostKeys} keys`)
  try {
    return createLocalJWKSet({ keys })
  } catch {
    throw unreadable(url, 'is no set of keys')
  }
}

/** Clocks may be put back. */
function apart(one: number, other: number): number {
  return Math.abs(one - other)
}
