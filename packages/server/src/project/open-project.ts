import { openAuthority, storePlace } from '../authority.ts'
import { halfCredentials } from '../config/half-credentials.ts'
import { ConfigError, readSettings, type SettingsSource } from '../config/read-settings.ts'
import type { Settings } from '../config/settings.ts'
import { signingProject } from '../projects/signing-projects.ts'
import { defaultDataDir } from './data-dir.ts'
import { demoProject, type Project } from './project.ts'

const projectSettings = [
  'appId',
  'certificate',
  'secondaryCertificate',
  'database',
  'masterKey',
  'dataDir',
] as const

type ProjectSettings = Pick<Settings, 'appId' | 'certificate' | 'secondaryCertificate'>

/**
 * The project that a server started here and now would sign for: that of the settings, else the
 * first that is kept, else the demo project, made on first use. For commands that mint and prove without a server: no other
 * setting is looked at.
 *
 * @throws ConfigError that lists every problem and names the variables
 */
export async function openProject({ env, cwd }: SettingsSource): Promise<Project> {
  const settings = readSettings({ env, cwd }, projectSettings)
  const dataDir = settings.dataDir ?? defaultDataDir(env, process.platform)
  const place = storePlace(settings, dataDir)
  if (place === undefined) return await projectOf(settings, dataDir)
  return await firstOf(place, { masterKey: settings.masterKey, dataDir })
}

/** @throws ConfigError when no project is kept there, or none can sign */
async function firstOf(
  place: string,
  keys: { readonly masterKey: string | undefined; readonly dataDir: string },
): Promise<Project> {
  const { store, masterKey, close } = await openAuthority(place, { ...keys, make: false })
  try {
    const [project] = await store.listProjects()
    if (project === undefined) throw new ConfigError(['no project is kept here yet'])
    const { appId, certificate, secondaryCertificate, demo } = signingProject(project, masterKey)
    if (certificate === undefined) {
      throw new ConfigError([`project ${appId} has no certificate, so it signs no tokens`])
    }
    return { appId, certificate, secondaryCertificate, demo }
  } finally {
    await close()
  }
}

/**
 * The folder where a server started here and now would keep what it makes. It need not be there yet.
 *
 * @throws ConfigError that lists every problem and names the variables
 */
export function dataDirOf({ env, cwd }: SettingsSource): string {
  return readSettings({ env, cwd }, ['dataDir']).dataDir ?? defaultDataDir(env, process.platform)
}

/**
 * The project of the settings, else the demo project of the data folder.
 *
 * @throws ConfigError when only one of App ID and certificate is set
 */
export async function projectOf(settings: ProjectSettings, dataDir: string): Promise<Project> {
  const { appId, certificate, secondaryCertificate } = settings
  const half = halfCredentials(settings)
  if (half !== undefined) throw new ConfigError([half])
  if (appId === undefined || certificate === undefined) return await demoProject(dataDir)
  return { appId, certificate, secondaryCertificate, demo: false }
}
