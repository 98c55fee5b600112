import type { Project } from '../../src/projects.ts'
import { createRest } from '../../src/rest/rest.ts'
import { emulator } from '../fixture.ts'
import { asker } from './ask.ts'

export const customer = { id: 'someone', secret: 'a secret: with a colon' }

export function basic({ id, secret }: typeof customer): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

/** An emulator for virtual members, and the REST of the same platform. */
export function withRest(project: Partial<Project> = {}) {
  const platform = emulator(project)
  const faults: unknown[] = []
  const rest = createRest(platform.platform, {
    projects: platform.projects,
    customer,
    onFault: (error) => faults.push(error),
  })
  return { ...platform, rest, ask: asker(rest, basic(customer)), faults }
}
