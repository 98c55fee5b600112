import { oneAfterAnother } from '../one-after-another.ts'
import type { Store } from '../store/store.ts'
import { type ApiKey, isGood } from './api-key.ts'
import { keyHash } from './key-text.ts'

/** The keys of a store, as whoever asks is known by them. */
export interface StoredKeys {
  /** the key of this text, if it is good at `at`; that it was used is noted */
  readonly recognise: (text: string, at: number) => ApiKey | undefined
  /** whether anybody has a good key */
  readonly anyGood: (at: number) => boolean
  /** Reads them again if they differ; every second by itself. */
  readonly refresh: () => Promise<void>
  /** Writes when keys were used last; every minute by itself. */
  readonly writeUses: () => Promise<void>
  /** Ends both, after a last time. */
  readonly stop: () => Promise<void>
}

type KeyStore = Pick<Store, 'revision' | 'listKeys' | 'noteKeyUses'>

const refreshMs = 1000
const writeUsesMs = 60_000

/** Keeps the keys in memory, so that nobody waits for a database to be known. */
export async function storedKeys(
  store: KeyStore,
  onFault: (error: unknown) => void,
): Promise<StoredKeys> {
  let revision: string | undefined
  let byHash = new Map<string, ApiKey>()
  let uses = new Map<string, number>()
  const refresh = oneAfterAnother(async () => {
    const latest = await store.revision()
    if (latest === revision) return
    byHash = new Map((await store.listKeys()).map((key) => [key.hash, key]))
    revision = latest // read before the keys: what changed meanwhile is read again
  })
  const writeUses = async () => {
    if (uses.size === 0) return
    const noted = uses
    uses = new Map()
    try {
      await store.noteKeyUses(noted)
    } catch (error) {
      uses = new Map([...noted, ...uses]) // written the next time
      throw error
    }
  }
  await refresh()
  const timers = [
    setInterval(() => void refresh().catch(onFault), refreshMs).unref(),
    setInterval(() => void writeUses().catch(onFault), writeUsesMs).unref(),
  ]
  return {
    recognise: (text, at) => {
      // who tries texts cannot choose the hash that is looked up, so how long that takes tells nothing of a kept one
      const key = byHash.get(keyHash(text))
      if (key === undefined || !isGood(key, at)) return undefined
      uses.set(key.id, at)
      return key
    },
    anyGood: (at) => [...byHash.values()].some((key) => isGood(key, at)),
    refresh,
    writeUses,
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await writeUses().catch(onFault)
    },
  }
}
