import { openProject as open, type Project } from '@symbolon/server/project'
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
export async function openProject({ env, cwd }: Io): Promise<Project> {
  const project = await open({ env, cwd })
  const half = halfCredentials(env)
  if (!project.demo || half === undefined) return project
  throw new CommandError(
    'CREDENTIALS_INCOMPLETE',
    `${half.set} is set, and ${half.missing} is not`,
    { fix: 'Set both, or neither to use the demo project.', exitCode: exitCodes.unauthenticated },
  )
}

/** Which of App ID and certificate the environment lacks, when it has the other. */
export function halfCredentials(
  env: Io['env'],
):
  | { readonly set: string; readonly missing: string; readonly appId: string | undefined }
  | undefined {
  const first = (names: readonly string[]) => names.find((name) => env[name]?.trim())
  const both = (names: readonly string[]) => first(names.flatMap((name) => [name, `${name}_FILE`]))
  const appId = both(['AGORA_APP_ID', 'APP_ID'])
  const certificate = both(['AGORA_APP_CERTIFICATE', 'APP_CERTIFICATE'])
  if (appId !== undefined && certificate === undefined) {
    const text = env.AGORA_APP_ID?.trim() || env.APP_ID?.trim() || undefined
    return { set: appId, missing: 'AGORA_APP_CERTIFICATE', appId: text }
  }
  if (appId !== undefined || certificate === undefined) return undefined
  return { set: certificate, missing: 'AGORA_APP_ID', appId: undefined }
}
