import { isPostgres, openAuthority, ownPlace } from '../../authority.ts'
import { ConfigError, readSettings, type SettingsSource } from '../../config/read-settings.ts'
import { NothingKept } from '../../store/nothing-kept.ts'
import { checkConfig } from '../check-config.ts'
import { type Finding, fail, ok } from './finding.ts'
import { keptFindings } from './kept-findings.ts'
import { clockFinding, folderFindings, nodeFinding, portFinding } from './place-findings.ts'

export interface Examination {
  /** Unix seconds */
  readonly now: () => number
  /** whose `Date` the clock is compared with; absent = nobody is asked */
  readonly timeUrl?: string | undefined
}

/** What whoever helps a newcomer would look at, one after the other. Nothing is made. */
export async function examine(
  source: SettingsSource,
  { now, timeUrl }: Examination,
): Promise<Finding[]> {
  const settings = settingsFindings(source)
  const found = [nodeFinding(process.versions.node), ...settings]
  if (timeUrl !== undefined) found.push(await clockFinding(timeUrl, now))
  if (settings.some(({ state }) => state === 'fail')) return found // the rest goes by them
  const { host, port } = readSettings(source, ['host', 'port'])
  found.push(...folderFindings(ownPlace(source)), ...(await databaseFindings(source, now())))
  found.push(await portFinding(host, port))
  return found
}

function settingsFindings(source: SettingsSource): Finding[] {
  const remedy = 'See docs/configuration.md.'
  try {
    const set = checkConfig(source, { command: 'dev', lan: false })
    return [ok('settings', set.length === 0 ? 'all at their defaults' : `set: ${set.join(', ')}`)]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map((problem) => fail('settings', problem, remedy))
  }
}

/** Whether it can be reached and read, and whether the master key is its own. */
async function databaseFindings(source: SettingsSource, at: number): Promise<Finding[]> {
  const { place, ...keys } = ownPlace(source)
  try {
    const authority = await openAuthority(place, { ...keys, make: false })
    try {
      const name = isPostgres(place) ? 'PostgreSQL' : place
      return [
        ok('database', `${name}, with its master key`),
        ...(await keptFindings(authority, at)),
      ]
    } finally {
      await authority.close()
    }
  } catch (error) {
    if (error instanceof NothingKept) return [ok('database', 'none: nothing is kept here yet')]
    if (!(error instanceof ConfigError)) throw error
    const remedy = 'See docs/projects.md, "What is kept, and where".'
    return error.problems.map((problem) => fail('database', problem, remedy))
  }
}
