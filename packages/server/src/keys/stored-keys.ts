import { type Freshness, keepFresh } from '../keep-fresh.ts'
import type { Store } from '../store/store.ts'
import { type ApiKey, isGood } from './api-key.ts'
import { keyHash } from './key-text.ts'

/** The keys of a store, as whoever asks is known by them. */
export interface StoredKeys extends Freshness {
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

const writeUsesMs = 60_000

/** Keeps the keys in memory, so that nobody waits for a database to be known. */
export async function storedKeys(
  store: KeyStore,
  onFault: (error: unknown) => void,
): Promise<StoredKeys> {
  let byHash = new Map<string, ApiKey>()
  let uses = new Map<string, number>()
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
  const fresh = await keepFresh({
    name: 'keys',
    revision: store.revision,
    read: store.listKeys,
    take: (keys) => {
      byHash = new Map(keys.map((key) => [key.hash, key]))
    },
    onFault,
  })
  const timer = setInterval(() => void writeUses().catch(onFault), writeUsesMs).unref()
  return {
    ...fresh,
    recognise: (text, at) => {
      // who tries texts cannot choose the hash that is looked up, so how long that takes tells nothing of a kept one
      const key = byHash.get(keyHash(text))
      if (key === undefined || !isGood(key, at)) return undefined
      uses.set(key.id, at)
      return key
    },
    anyGood: (at) => [...byHash.values()].some((key) => isGood(key, at)),
    writeUses,
    stop: async () => {
      fresh.stop()
      clearInterval(timer)
      await writeUses().catch(onFault)
    },
  }
}
