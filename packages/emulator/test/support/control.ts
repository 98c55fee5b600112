import { type ControlOptions, createControl } from '../../src/control/create-control.ts'
import type { Project } from '../../src/projects.ts'
import { emulator } from '../fixture.ts'
import { asker } from './ask.ts'

/** An emulator for virtual members, and its control API as this machine calls it. */
export function withControl(project: Partial<Project> = {}, options: Partial<ControlOptions> = {}) {
  const platform = emulator(project)
  const control = createControl(platform.platform, {
    projects: platform.projects,
    clock: platform.clock,
    ...options,
  })
  const ask = asker(control, { host: 'localhost:4444' })
  /** asks below the root, and gives the body */
  const read = (path: string) => ask(`GET /emulator/v1${path}`).body
  const post = (path: string, body: unknown = {}) => ask(`POST /emulator/v1${path}`, { body })
  return { ...platform, control, ask, read, post }
}
