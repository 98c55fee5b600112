import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type AuditDesk, openAuditDesk } from './audit/audit-desk.ts'
import { auditKeyOf } from './audit/chain.ts'
import { type BanDesk, openBanDesk } from './bans/ban-desk.ts'
import { readSettings, type SettingsSource } from './config/read-settings.ts'
import type { Settings } from './config/settings.ts'
import { type IssuerDesk, openIssuerDesk } from './issuers/issuer-desk.ts'
import { type KeyDesk, openKeyDesk } from './keys/key-desk.ts'
import { openPolicyDesk, type PolicyDesk } from './policies/policy-desk.ts'
import { defaultDataDir } from './project/data-dir.ts'
import { type Console, openConsole } from './projects/console.ts'
import { type Emergency, openEmergency } from './projects/emergency.ts'
import { openMasterKey } from './projects/master-key.ts'
import type { Opening } from './store/nothing-kept.ts'
import type { Store } from './store/store.ts'
import { watched } from './store/watched.ts'
import { openUserDesk, type UserDesk } from './users/user-desk.ts'

/** The store of projects, keys, policies and bans, and what their owner does with them. */
export interface Authority {
  readonly store: Store
  readonly masterKey: Uint8Array
  readonly console: Console
  readonly keys: KeyDesk
  readonly policies: PolicyDesk
  readonly emergency: Emergency
  readonly bans: BanDesk
  readonly issuers: IssuerDesk
  readonly users: UserDesk
  readonly audit: AuditDesk
  readonly close: () => Promise<void>
}

type PlaceSettings = Pick<Settings, 'database' | 'appId' | 'certificate'>

/**
 * Where projects are kept: the database of the settings, else a file in the data folder if there is one.
 *
 * @returns undefined in the stateless mode: credentials in the environment, or nothing kept yet
 */
export function storePlace(
  { database, appId, certificate }: PlaceSettings,
  dataDir: string,
): string | undefined {
  if (database !== undefined) return database
  if (appId !== undefined || certificate !== undefined) return undefined
  const file = ownFile(dataDir)
  return existsSync(file) ? file : undefined
}

function ownFile(dataDir: string): string {
  return join(dataDir, 'symbolon.db')
}

/** How a place is opened. */
export interface OpeningAuthority extends Opening {
  /** the master key of the settings */
  readonly masterKey: string | undefined
  readonly dataDir: string
  /** see `MasterKeyPlace` */
  readonly onMasterKeyMade?: ((path: string) => void) | undefined
  /** told what the store failed at */
  readonly onStoreFailure?: ((op: string) => void) | undefined
}

/**
 * Opens what is kept there; makes it when there is nothing yet.
 *
 * @throws ConfigError when it cannot be used, or the master key is another's; NothingKept
 */
export async function openAuthority(
  place: string,
  { masterKey: given, dataDir, make = true, ...told }: OpeningAuthority,
): Promise<Authority> {
  const { onMasterKeyMade: onMade, onStoreFailure } = told
  const opened = await openStore(place, { make })
  const store = onStoreFailure === undefined ? opened : watched(opened, onStoreFailure)
  try {
    const shared = isPostgres(place)
    const masterKey = await openMasterKey(store, { given, dataDir, make, shared, onMade })
    store.audit.useKey(auditKeyOf(masterKey))
    const console = openConsole(store, masterKey)
    const desks = {
      keys: openKeyDesk(store),
      policies: openPolicyDesk(store),
      emergency: openEmergency(store, masterKey),
      bans: openBanDesk(store),
      issuers: openIssuerDesk(store),
      users: openUserDesk(store.users),
      audit: openAuditDesk(store, masterKey),
    }
    return { store, masterKey, console, ...desks, close: store.close }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Whether a place is a database of PostgreSQL; else it is the path of a SQLite file. */
export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place)
}

/** The driver is loaded when it is needed: stateless servers and commands have neither. */
async function openStore(place: string, opening: Opening): Promise<Store> {
  if (isPostgres(place)) {
    const { openPostgres } = await import('./store/postgres.ts')
    return await openPostgres(place, opening)
  }
  const { openSqlite } = await import('./store/sqlite.ts')
  return await openSqlite(place, opening)
}

const names = ['database', 'masterKey', 'appId', 'certificate', 'dataDir'] as const

/**
 * The authority that a server started here and now would have; none in the stateless mode.
 *
 * @throws ConfigError that lists every problem and names the variables
 */
export async function keptAuthority(source: SettingsSource): Promise<Authority | undefined> {
  const { masterKey, dataDir: folder, ...settings } = readSettings(source, names)
  const dataDir = folder ?? defaultDataDir(source.env, process.platform)
  const place = storePlace(settings, dataDir)
  return place === undefined ? undefined : await openAuthority(place, { masterKey, dataDir })
}

/**
 * The authority of who calls a command here and now, made on first use. Who only reads says `make: false`.
 *
 * @throws ConfigError that lists every problem and names the variables; NothingKept
 */
export async function ownAuthority(
  source: SettingsSource,
  opening: Pick<OpeningAuthority, 'make' | 'onMasterKeyMade'> = {},
): Promise<Authority> {
  const { place, ...keys } = ownPlace(source)
  return await openAuthority(place, { ...keys, ...opening })
}

/** Where who calls a command here and now keeps projects, or would. */
export interface OwnPlace {
  readonly place: string
  readonly dataDir: string
  /** the master key of the settings */
  readonly masterKey: string | undefined
}

/** @throws ConfigError that lists every problem and names the variables */
export function ownPlace(source: SettingsSource): OwnPlace {
  const settings = readSettings(source, names)
  const dataDir = settings.dataDir ?? defaultDataDir(source.env, process.platform)
  const { database = ownFile(dataDir), masterKey } = settings
  return { place: database, dataDir, masterKey }
}
