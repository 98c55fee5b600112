import {
  halfCredentials as half,
  openProject as open,
  type Project,
  readSettings,
} from '@symbolon/server/project'
import { CommandError } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

export type { Project }

/**
 * The project of the environment or the `.env` file, else the demo project, made on first use. The
 * server reads the same, so what one mints the other proves.
 *
 * @throws ConfigError that lists every problem and names the variables
 * @throws CommandError `CREDENTIALS_INCOMPLETE`: half of them is a mistake, not a wish for the demo
 */
export async function openProject(io: Io): Promise<Project> {
  const half = halfCredentials(io)
  if (half === undefined) return await open(io)
  throw new CommandError('CREDENTIALS_INCOMPLETE', half.message, {
    fix: 'See docs/configuration.md.',
    exitCode: exitCodes.unauthenticated,
  })
}

/** App ID or certificate, when the environment and the `.env` file have only one of them. */
export function halfCredentials({
  env,
  cwd,
}: Io): { readonly message: string; readonly appId: string | undefined } | undefined {
  const settings = readSettings({ env, cwd }, ['appId', 'certificate'])
  const message = half(settings)
  return message === undefined ? undefined : { message, appId: settings.appId }
}
