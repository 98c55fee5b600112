import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../config/read-settings.ts'

/** Where application data lives on this platform, `symbolon` inside. */
export function defaultDataDir(env: Environment, platform: NodeJS.Platform): string {
  const home = env.HOME || env.USERPROFILE || homedir()
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'symbolon')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'symbolon')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'symbolon')
}
