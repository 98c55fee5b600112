import type { Io } from './io.ts'

/** The project that tokens are made for and proved with. */
export interface Project {
  readonly appId: string
  readonly certificate: string
  readonly secondaryCertificate?: string | undefined
  /** made here, for trying things out: a token of a real project has nothing to do with it */
  readonly demo: boolean
}

/**
 * The project of the environment or the `.env` file, else the demo project, made on first use. The
 * server reads the same, so what one mints the other proves.
 *
 * @throws ConfigError that lists every problem and names the variables
 */
export async function openProject({ env, cwd }: Io): Promise<Project> {
  const server = (await import('@symbolon/server')) as unknown as {
    openProject: (source: Pick<Io, 'env' | 'cwd'>) => Promise<Project>
  }
  return await server.openProject({ env, cwd })
}
