import type { StoredBans } from '../bans/stored-bans.ts'
import type { Clocks } from '../clocks.ts'
import type { Settings } from '../config/settings.ts'
import type { Issue } from '../issue.ts'
import { clientIp } from '../limiter/client-ip.ts'
import type { SigningProjects } from '../projects/signing-projects.ts'
import type { Store } from '../store/store.ts'
import { openPush, type Push } from './push.ts'

interface Parts extends Pick<Clocks, 'tokenNow'> {
  readonly settings: Settings
  readonly projects: SigningProjects
  /** absent in the stateless mode, as bans are */
  readonly store?: Pick<Store, 'record'>
  readonly bans?: StoredBans
}

/** What is pushed is asked for by an owner and written down: there where projects are kept in a database. */
export function servePush(parts: Parts, issue: Issue): Push | undefined {
  const { store, bans, projects, settings, tokenNow } = parts
  if (store === undefined || bans === undefined) return undefined
  const { pushStreams, pushStreamsPerAddress: perAddress, maxConnections, trustProxy } = settings
  return openPush({
    ...{ projects, bans, issue, tokenNow },
    ipOf: clientIp(trustProxy),
    // the other half is for those who ask for tokens
    limits: { altogether: Math.min(pushStreams, Math.floor(maxConnections / 2)), perAddress },
    note: (note) => store.record([], [note]),
  })
}
