import type { Project } from '@symbolon/server'
import type { Io } from './io.ts'

export type { Project }

/**
 * The project of the environment or the `.env` file, else the demo project, made on first use. The
 * server reads the same, so what one mints the other proves.
 *
 * @throws ConfigError that lists every problem and names the variables
 */
export async function openProject({ env, cwd }: Io): Promise<Project> {
  // loaded when needed: it brings the whole server along
  const server = await import('@symbolon/server')
  return await server.openProject({ env, cwd })
}
