import { existsSync } from 'node:fs'
import { storePlace } from '../authority.ts'
import { decideAccess, type StartMode } from '../config/access.ts'
import { ConfigError, readSettings, type SettingsSource } from '../config/read-settings.ts'
import { type SettingName, type Settings, settings } from '../config/settings.ts'
import { defaultDataDir } from '../project/data-dir.ts'

/** What {@link decideAccess} goes by: when one of these is wrong, what follows from it is not said too. */
const accessNames = [
  ...(['appId', 'certificate', 'secondaryCertificate', 'database', 'dataDir'] as const),
  ...(['host', 'apiKey', 'allowAnonymous', 'corsAllowOrigin'] as const),
] as const satisfies readonly SettingName[]

type HowStarted = Pick<StartMode, 'command' | 'lan'>

/**
 * Reads the settings as a start would, and opens nothing. That a database has a key that is good is taken for granted.
 *
 * @returns names of the variables that are not at their default
 * @throws ConfigError that lists everything that is wrong
 */
export function checkConfig(source: SettingsSource, mode: HowStarted): readonly string[] {
  const problems: string[] = []
  const collect = <Result>(act: () => Result): Result | undefined => {
    try {
      return act()
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      problems.push(...error.problems.filter((line) => !problems.includes(line)))
      return undefined
    }
  }
  const all = collect(() => readSettings(source))
  const access = collect(() => readSettings(source, accessNames))
  if (access !== undefined) collect(() => checkAccess(access as Settings, source, mode))
  if (problems.length > 0) throw new ConfigError(problems)
  return all === undefined ? [] : notDefault(all)
}

function checkAccess(own: Settings, { env }: SettingsSource, mode: HowStarted): void {
  const dataDir = own.dataDir ?? defaultDataDir(env, process.platform)
  const place = storePlace(own, dataDir)
  const stored = place !== undefined && (own.database !== undefined || existsSync(place))
  decideAccess(own, { ...mode, stored, keyStored: stored })
}

function notDefault(values: Settings): string[] {
  const names = Object.keys(settings) as SettingName[]
  const isSet = (name: SettingName) => {
    const { fallback } = settings[name] as { readonly fallback?: unknown }
    return values[name] !== undefined && values[name] !== fallback
  }
  return names.filter(isSet).map((name) => settings[name].env[0])
}
