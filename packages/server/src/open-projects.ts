import type { Owner } from './admin/route.ts'
import { anchorHeads } from './audit/anchor-heads.ts'
import { type Authority, openAuthority, storePlace } from './authority.ts'
import type { Ban } from './bans/ban.ts'
import { countedBans } from './bans/counted-bans.ts'
import { lookAgain } from './bans/look-again.ts'
import { beginTelling, type ToldPlatform } from './bans/platform/begin-telling.ts'
import type { PlatformView } from './bans/public-ban.ts'
import { type StoredBans, storedBans } from './bans/stored-bans.ts'
import { type Clocks, systemNow } from './clocks.ts'
import type { Settings } from './config/settings.ts'
import { type StoredIssuers, storedIssuers } from './issuers/stored-issuers.ts'
import type { Freshness } from './keep-fresh.ts'
import { type StoredKeys, storedKeys } from './keys/stored-keys.ts'
import { faultFields } from './observe/fault-fields.ts'
import type { Log } from './observe/log.ts'
import type { Metrics } from './observe/prometheus.ts'
import { replayKept } from './policies/replay-audit.ts'
import { projectOf } from './project/open-project.ts'
import {
  type OneProject,
  oneProject,
  type SigningProjects,
  type StoredProjects,
  storedProjects,
} from './projects/signing-projects.ts'
import { forgetEnded } from './record/forget-ended.ts'
import { doOnce } from './repeats/once.ts'
import { simulator } from './simulate.ts'
import type { Store } from './store/store.ts'
import { type Elsewhere, openElsewhere } from './users/elsewhere.ts'
import { openSignIn, type SignIn } from './users/sign-in.ts'

/** What a server has of its projects, and keeps up to date. */
export interface OpenedProjects {
  readonly projects: SigningProjects
  /** in the stateless mode */
  readonly recertify?: OneProject['recertify']
  /** where what is granted is recorded beside the log */
  readonly store?: Store
  readonly keys?: StoredKeys
  readonly bans?: StoredBans
  readonly issuers?: StoredIssuers
  readonly owner?: Owner
  /** what of it is in memory, by name; `/readyz` looks at how old each is */
  readonly readModels?: readonly Freshness[]
  readonly signIn?: SignIn
  /** where people can sign in at an issuer of identities */
  readonly elsewhere?: Elsewhere | undefined
  readonly close: () => Promise<void>
}

interface Around extends Clocks {
  readonly log: Log
  /** who is told of bans; absent = nobody */
  readonly platform: ToldPlatform | undefined
  /** absent = nothing is measured */
  readonly metrics?: Metrics | undefined
}

/** Those of the store, where there is one; else the one of the environment, or the demo project. */
export async function openProjects(
  settings: Settings,
  dataDir: string,
  { log, platform, metrics, ...clocks }: Around,
): Promise<OpenedProjects> {
  const place = storePlace(settings, dataDir)
  if (place === undefined) {
    const projects = oneProject(await projectOf(settings, dataDir))
    return { projects, recertify: projects.recertify, close: async () => {} }
  }
  const authority = await openMeasured(place, dataDir, { settings, metrics })
  const { answers, ledger } = authority.store
  const say = saying(log)
  const outlast = (ban: Ban) => authority.bans.outlast(ban, clocks.tokenNow())
  const again = lookAgain(outlast, say('bans cannot be looked at again'))
  const models = await openReadModels(authority, { settings, log, onBans: again.later })
  const { projects, keys, bans, issuers } = models
  const forgetting = beginForgetting(authority.store, log)
  const telling = { log, metrics, ...clocks }
  const teller = platform && (await beginTelling(authority.store, platform, telling))
  const close = async () => {
    await teller?.stop()
    for (const one of [projects, bans, issuers, again, ...forgetting]) one.stop()
    await keys.stop()
    await authority.store.close()
  }
  const readModels = [projects, keys, bans, issuers]
  const refresh = async () => {
    await Promise.all(readModels.map((one) => one.refresh()))
    teller?.tellSoon()
  }
  const viewOf = viewer(platform, projects)
  const { masterKey } = authority
  const once = doOnce({ answers, masterKey, onFault: say('an answer cannot be kept') })
  const trying = tryingPolicies(models, authority.store.audit, settings)
  const acts = { viewOf, once, ...trying, proveJwt: issuers.prove, refresh }
  const counted = countedBans(authority.bans, metrics)
  const owner = { ...authority, bans: counted, ledger, ...acts }
  return {
    ...models,
    store: authority.store,
    owner,
    ...signingIn(authority, settings),
    readModels,
    close,
  }
}

function signingIn({ store, masterKey }: Authority, settings: Settings) {
  const {
    signInIssuer: issuer,
    signInClientId: clientId,
    signInClientSecret: clientSecret,
  } = settings
  const signIn = openSignIn(store.users, settings)
  if (issuer === undefined || clientId === undefined) return { signIn }
  const elsewhere = openElsewhere({
    issuer,
    clientId,
    clientSecret,
    masterKey,
    wantsEmail: settings.signInByEmail,
  })
  return { signIn, elsewhere }
}

/** What policies would answer, and what others would have. */
function tryingPolicies(
  { projects, bans }: Awaited<ReturnType<typeof openReadModels>>,
  audit: Store['audit'],
  { maxTokenSeconds }: Settings,
): Pick<Owner, 'simulate' | 'replay'> {
  return {
    simulate: simulator({ projects, bans, maxTokenSeconds }),
    replay: replayKept(audit, maxTokenSeconds),
  }
}

async function openMeasured(
  place: string,
  dataDir: string,
  { settings, metrics }: { settings: Settings; metrics: Metrics | undefined },
): Promise<Authority> {
  const { masterKey } = settings
  const onStoreFailure = metrics?.storeFailed
  const authority = await openAuthority(place, { masterKey, dataDir, onStoreFailure })
  metrics?.watchLedger({ store: authority.store, now: systemNow })
  return authority
}

/** What has ended is forgotten, and where the audit ends is said, for as long as it is not stopped. */
function beginForgetting({ ledger, answers, audit }: Store, log: Log) {
  const say = saying(log)
  // by the system's clock: that of an emulator may be put ahead, and what is forgotten is gone
  return [
    forgetEnded(ledger, systemNow, say('ended grants cannot be forgotten')),
    forgetEnded(answers, systemNow, say('answers of yesterday cannot be forgotten')),
    anchorHeads(
      audit,
      (anchor) => log.info({ anchor }, 'the audit ends here'),
      say('the ends of the audit cannot be read'),
    ),
  ]
}

function saying(log: Log) {
  return (text: string) => (error: unknown) => log.error(faultFields(error), text)
}

interface ReadingModels {
  readonly settings: Settings
  readonly log: Log
  readonly onBans: Parameters<typeof storedBans>[1]
}

/** What of the store stands in memory, so that nobody waits for a database. */
async function openReadModels(
  { store, masterKey }: Authority,
  { settings, log, onBans }: ReadingModels,
) {
  const say = saying(log)
  const onFault = say('projects cannot be read; those known before are used')
  const projects = await storedProjects(store, masterKey, onFault)
  const keys = await storedKeys(
    store,
    say('keys cannot be read or their use not written; those known before are used'),
  )
  const bans = await storedBans(
    store,
    onBans,
    say('bans cannot be read; those known before are used'),
  )
  const { issuerStaleSeconds: staleSeconds } = settings
  const issuers = await storedIssuers({ store, log, staleSeconds })
  return { projects, keys, bans, issuers }
}

/** Who tells the platform of the bans of a project. */
function viewer(platform: ToldPlatform | undefined, projects: StoredProjects) {
  return async (appId: string): Promise<PlatformView> => {
    if (platform?.emulator) return 'tells'
    if (projects.find(appId) === undefined) await projects.refresh().catch(() => {}) // it came just now
    if (projects.find(appId)?.demo) return 'local'
    return platform === undefined ? 'no credentials' : 'tells'
  }
}
