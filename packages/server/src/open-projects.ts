import type { Owner } from './admin/route.ts'
import { openAuthority, storePlace } from './authority.ts'
import { type StoredBans, storedBans } from './bans/stored-bans.ts'
import { systemNow } from './clocks.ts'
import type { Settings } from './config/settings.ts'
import type { Freshness } from './keep-fresh.ts'
import { type StoredKeys, storedKeys } from './keys/stored-keys.ts'
import { faultFields } from './observe/fault-fields.ts'
import type { Log } from './observe/log.ts'
import { projectOf } from './project/open-project.ts'
import { oneProject, type SigningProjects, storedProjects } from './projects/signing-projects.ts'
import { forgetEnded } from './record/forget-ended.ts'
import type { Ledger } from './record/ledger.ts'

/** What a server has of its projects, and keeps up to date. */
export interface OpenedProjects {
  readonly projects: SigningProjects
  /** where what is granted is recorded beside the log */
  readonly ledger?: Ledger
  readonly keys?: StoredKeys
  readonly bans?: StoredBans
  readonly owner?: Owner
  /** what of it is in memory, by name; `/readyz` looks at how old each is */
  readonly readModels?: readonly Freshness[]
  readonly close: () => Promise<void>
}

/** Those of the store, where there is one; else the one of the environment, or the demo project. */
export async function openProjects(
  settings: Settings,
  dataDir: string,
  log: Log,
): Promise<OpenedProjects> {
  const place = storePlace(settings, dataDir)
  if (place === undefined) {
    return { projects: oneProject(await projectOf(settings, dataDir)), close: async () => {} }
  }
  const { masterKey: given } = settings
  const authority = await openAuthority(place, { masterKey: given, dataDir })
  const { store, masterKey } = authority
  const projects = await storedProjects(store, masterKey, (error) =>
    log.error(faultFields(error), 'projects cannot be read; those known before are used'),
  )
  const keys = await storedKeys(store, (error) =>
    log.error(
      faultFields(error),
      'keys cannot be read or their use not written; those known before are used',
    ),
  )
  const bans = await storedBans(store, (error) =>
    log.error(faultFields(error), 'bans cannot be read; those known before are used'),
  )
  // by the system's clock: that of an emulator may be put ahead, and what is forgotten is gone
  const forgetting = forgetEnded(store.ledger, systemNow, (error) =>
    log.error(faultFields(error), 'ended grants cannot be forgotten'),
  )
  const close = async () => {
    projects.stop()
    bans.stop()
    forgetting.stop()
    await keys.stop()
    await store.close()
  }
  const readModels = [projects, keys, bans]
  const refresh = async () => void (await Promise.all(readModels.map((one) => one.refresh())))
  const viewOf = (appId: string) => (projects.find(appId)?.demo ? 'local' : 'no credentials')
  const owner = { ...authority, ledger: store.ledger, viewOf, refresh }
  return { projects, ledger: store.ledger, keys, bans, owner, readModels, close }
}
