import { systemNow } from '../clocks.ts'
import { type Freshness, keepFresh } from '../keep-fresh.ts'
import type { Store } from '../store/store.ts'
import type { Ban } from './ban.ts'
import { BanIndex } from './ban-index.ts'

/** The bans of a store, as every request for a token is held against them. */
export interface StoredBans extends Freshness {
  /** of this App ID, in lower case; undefined where nobody is banned */
  readonly of: (appId: string) => BanIndex | undefined
  /** Reads them again if they differ; every second by itself. */
  readonly refresh: () => Promise<void>
  readonly stop: () => void
}

/**
 * Keeps them in memory, so that no token waits for a database.
 *
 * @param onLearned - of those that were not known before: from now on no token is given to whom they name
 */
export async function storedBans(
  store: Pick<Store, 'revision' | 'standingBans'>,
  onLearned: (bans: readonly Ban[]) => void,
  onFault: (error: unknown) => void,
): Promise<StoredBans> {
  let byProject: ReadonlyMap<string, BanIndex> = new Map()
  let known: ReadonlySet<string> | undefined
  const fresh = await keepFresh({
    name: 'bans',
    revision: store.revision,
    // by the system's clock, which no other is behind: each is asked again whether it is over
    read: () => store.standingBans(systemNow()),
    take: (bans) => {
      byProject = indexed(bans)
      const before = known
      known = new Set(bans.map(({ id }) => id))
      // what was there when this server began it never allowed anything against
      if (before !== undefined) onLearned(bans.filter(({ id }) => !before.has(id)))
    },
    onFault,
  })
  return { ...fresh, of: (appId) => byProject.get(appId) }
}

function indexed(bans: readonly Ban[]): ReadonlyMap<string, BanIndex> {
  const lists = new Map<string, Ban[]>()
  for (const ban of bans) {
    const own = lists.get(ban.appId)
    if (own === undefined) lists.set(ban.appId, [ban])
    else own.push(ban)
  }
  return new Map([...lists].map(([appId, own]) => [appId, new BanIndex(own)]))
}
