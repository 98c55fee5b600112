import type { Keyring } from '@symbolon/token'
import type { Project } from '../projects.ts'
import type { Settings } from '../settings.ts'

/** The certificates of a project that prove a token. */
export function keyringOf({ certificate, secondary }: Project, settings: Settings): Keyring {
  const enabled = secondary?.enabled !== false || settings.disabledSecondaryVerifies
  return { primary: certificate!, secondary: enabled ? secondary?.certificate : undefined }
}
