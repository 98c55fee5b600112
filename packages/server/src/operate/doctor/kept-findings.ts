import type { Authority } from '../../authority.ts'
import { daySeconds } from '../../day.ts'
import { keyState } from '../../keys/api-key.ts'
import { primaryOf, type RegisteredProject, stateOf } from '../../projects/registered-project.ts'
import { type Finding, ok, warn } from './finding.ts'

const soonSeconds = 14 * daySeconds

/** What of the projects and keys will surprise somebody. `at` is Unix seconds. */
export async function keptFindings({ store }: Authority, at: number): Promise<Finding[]> {
  const projects = await store.listProjects()
  if (projects.length === 0) {
    return [warn('projects', 'there is none', 'Make one: symbolon project create.')]
  }
  const ruled = new Set((await store.listPolicies()).map(({ appId }) => appId))
  const found = projects.flatMap((project) => projectFindings(project, ruled.has(project.appId)))
  const drained = await Promise.all(projects.map((one) => drainedFindings(one, store, at)))
  const all = [...found, ...drained.flat(), ...(await keyFindings(store, at))]
  return all.length > 0 ? all : [ok('projects', `${projects.length}, and nothing to say of them`)]
}

function projectFindings(project: RegisteredProject, ruled: boolean): Finding[] {
  const { appId, origin, enabled, coHost } = project
  const about = `project ${appId}`
  const found: Finding[] = []
  if (!enabled) {
    found.push(warn(about, 'is disabled: no tokens', `symbolon project enable --app-id ${appId}`))
  }
  if (primaryOf(project) === undefined) {
    const remedy = `symbolon cert add --app-id ${appId}`
    found.push(warn(about, 'has no certificate, so it signs no tokens', remedy))
  }
  if (origin === 'linked' && !ruled) {
    const remedy = 'Write a policy and set it: symbolon policy set @policy.json (docs/policy.md).'
    found.push(warn(about, 'has no policy, so nobody is given anything', remedy))
  }
  if (origin === 'linked' && coHost.confirmedAt === undefined) {
    const remedy = `See the vendor's console, then: symbolon project cohost on --app-id ${appId}`
    found.push(
      warn(about, 'co-host authentication is not confirmed: whoever joins may publish', remedy),
    )
  }
  return found
}

/** Certificates whose last token has ended, and which are still there. */
async function drainedFindings(
  { appId, certificates }: RegisteredProject,
  { ledger }: Authority['store'],
  at: number,
): Promise<Finding[]> {
  const found: Finding[] = []
  for (const one of certificates) {
    if (stateOf(one) !== 'draining') continue
    if ((await ledger.drainOf(one.id, at)).unexpiredTokens > 0) continue
    const remedy = `symbolon cert disable --app-id ${appId}, then symbolon cert delete secondary --app-id ${appId}`
    found.push(
      warn(`project ${appId}`, `no token of certificate ${one.id} is about any more`, remedy),
    )
  }
  return found
}

async function keyFindings(store: Authority['store'], at: number): Promise<Finding[]> {
  const keys = await store.listKeys()
  return keys
    .filter(
      (key) => keyState(key, at) === 'active' && (key.expiresAt ?? Infinity) - at < soonSeconds,
    )
    .map(({ id, expiresAt }) => {
      const day = new Date(expiresAt! * 1000).toISOString().slice(0, 10)
      return warn(`key ${id}`, `ends on ${day}`, `symbolon key rotate ${id}`)
    })
}
