import { isDeepStrictEqual } from 'node:util'
import { ConfigError } from '../config/read-settings.ts'
import { settings as described, type SettingName, type Settings } from '../config/settings.ts'
import { faultFields } from '../observe/fault-fields.ts'
import type { Log } from '../observe/log.ts'
import { oneAfterAnother } from '../one-after-another.ts'

/** What a server that runs lets be exchanged. */
export interface Exchange {
  /** the settings that it was started with */
  readonly settings: Settings
  /** the settings as they are now. @throws ConfigError when a start with them would be refused */
  readonly read: () => Settings
  /** puts in force what of them can be; must not fail halfway */
  readonly apply: (settings: Settings) => void
  /** reads what is kept again */
  readonly refresh: () => Promise<void>
  readonly log: Log
}

const credentials = ['certificate', 'secondaryCertificate'] as const satisfies SettingName[]
const safe: readonly SettingName[] = [
  ...credentials,
  ...(['apiKey', 'maxTokenSeconds'] as const),
  ...(['headersTimeoutSeconds', 'requestTimeoutSeconds'] as const),
  ...(['keepAliveSeconds', 'maxConnections'] as const),
]

/**
 * Reads everything again, when it is told to. What can be exchanged while requests are answered is; of the rest the
 * log says that it waits for a restart. A configuration with anything wrong in it is refused whole. Never throws.
 */
export function reloading({ settings, read, apply, refresh, log }: Exchange): () => Promise<void> {
  let current = settings
  const exchange = () => {
    try {
      const { next, applied, waiting } = compare(current, read())
      apply(next)
      current = next
      const told = { applied: applied.map(variable), restart: waiting.map(variable) }
      return () => log.info(told, 'reloaded')
    } catch (error) {
      const fields =
        error instanceof ConfigError ? { problems: error.problems } : faultFields(error)
      return () => log.error(fields, 'not reloaded: the old settings stay')
    }
  }
  return oneAfterAnother(async () => {
    const tell = exchange()
    await refresh().catch((error: unknown) => {
      log.error(faultFields(error), 'what is kept cannot be read again now')
    })
    tell()
  })
}

interface Compared {
  readonly next: Settings
  readonly applied: readonly SettingName[]
  /** changed, but only a restart puts them in force */
  readonly waiting: readonly SettingName[]
}

function compare(before: Settings, after: Settings): Compared {
  const names = Object.keys(described) as SettingName[]
  const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]))
  const now = changed.filter((name) => isSafe(name, changed, [before, after]))
  const next = { ...before, ...Object.fromEntries(now.map((name) => [name, after[name]])) }
  return { next, applied: now, waiting: changed.filter((name) => !now.includes(name)) }
}

function isSafe(
  name: SettingName,
  changed: readonly SettingName[],
  [before, after]: readonly [Settings, Settings],
): boolean {
  if (!safe.includes(name)) return false
  // who may ask is settled when the port is opened
  if (name === 'apiKey') return before.apiKey !== undefined && after.apiKey !== undefined
  // the certificate of another App ID signs nothing for this one
  const isCredential = (credentials as readonly SettingName[]).includes(name)
  return !isCredential || (before.certificate !== undefined && !changed.includes('appId'))
}

/** How operators know a setting. */
function variable(name: SettingName): string {
  return described[name].env[0]
}
