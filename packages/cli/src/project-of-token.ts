import { inspect } from '@symbolon/token'
import type { Io } from './io.ts'
import { openProject, type Project } from './project.ts'

/**
 * The project to prove a token with. The demo project counts only for its own tokens: one of a real
 * project is not "of another project" because no credentials were set.
 */
export async function projectOfToken(token: string, io: Io): Promise<Project | undefined> {
  const project = await openProject(io)
  return project.demo && appIdOf(token) !== project.appId ? undefined : project
}

function appIdOf(token: string): string | undefined {
  try {
    return inspect(token.trim()).claims.appId
  } catch {
    // damaged on its way, perhaps: a 006 shows its App ID even so
    return /006([0-9a-f]{32})/i.exec(token)?.[1]
  }
}
