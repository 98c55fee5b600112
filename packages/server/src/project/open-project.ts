import { type Environment, readSettings } from '../config/read-settings.ts'
import type { Settings } from '../config/settings.ts'
import { defaultDataDir } from './data-dir.ts'
import { demoProject, type Project } from './project.ts'

/** Where settings are looked for: the environment, and the `.env` file of a folder. */
export interface SettingsSource {
  readonly env: Environment
  readonly cwd: string
}

/**
 * The project that a server started here and now would sign for: that of the settings, else the
 * demo project, made on first use. For commands that mint and prove without a server.
 *
 * @throws ConfigError that lists every problem and names the variables
 */
export async function openProject({ env, cwd }: SettingsSource): Promise<Project> {
  const settings = readSettings({ flags: {}, env, cwd })
  return await projectOf(settings, settings.dataDir ?? defaultDataDir(env, process.platform))
}

/** The project of the settings, else the demo project of the data folder. */
export async function projectOf(settings: Settings, dataDir: string): Promise<Project> {
  const { appId, certificate, secondaryCertificate } = settings
  if (appId === undefined || certificate === undefined) return await demoProject(dataDir)
  return { appId, certificate, secondaryCertificate, demo: false }
}
