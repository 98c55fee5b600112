import type { Act } from '../act.ts'
import { ServerError } from '../errors.ts'
import type { RegisteredProject } from '../projects/registered-project.ts'
import type { Replacing, Store } from '../store/store.ts'
import { diffPolicies, type RuleChange } from './diff.ts'
import { type CompiledPolicy, compilePolicy } from './judge.ts'
import type { KeptPolicy, PolicyHead } from './kept-policy.ts'
import type { Policy } from './policy.ts'
import type { PolicyCaller } from './wish.ts'

/** What a project goes by while nobody has set a policy: see {@link isOpen}. */
interface NoPolicy {
  readonly appId: string
  readonly version: 0
  /** true: every call is allowed; false: none */
  readonly open: boolean
}

/** What an owner does with policies. Projects are named by their App IDs, in any letter case. */
export interface PolicyDesk {
  /** the one that counts, or an older one. @throws ServerError `PROJECT_UNKNOWN`, `POLICY_UNKNOWN` */
  readonly show: (appId: string, version?: number) => Promise<KeptPolicy | NoPolicy>
  /** as {@link show}, of several projects, without what they say */
  readonly heads: (
    projects: readonly RegisteredProject[],
  ) => Promise<readonly (PolicyHead | NoPolicy)[]>
  /** @throws ServerError `PROJECT_UNKNOWN` */
  readonly versions: (
    appId: string,
    page: Parameters<Store['policyVersions']>[1],
  ) => Promise<readonly PolicyHead[]>
  /** @throws ServerError `PROJECT_UNKNOWN`, `POLICY_CHANGED` */
  readonly set: (appId: string, policy: Policy, wish: SetWish) => Promise<KeptPolicy>
  /** An older one is set again, as the next version. @throws ServerError as {@link set}; `POLICY_UNKNOWN` */
  readonly restore: (appId: string, version: number, wish: SetWish) => Promise<KeptPolicy>
  /** how a policy differs from the one that counts */
  readonly diff: (appId: string, proposed: Policy) => Promise<PolicyDiff>
  /** ready to be asked: the one proposed, else the one that counts; undefined: every call is allowed */
  readonly compiled: (appId: string, proposed?: Policy) => Promise<CompiledPolicy | undefined>
  /** as {@link compiled}; no project is open to callers of issuers, who are everybody that can sign in somewhere */
  readonly compiledFor: (
    caller: Pick<PolicyCaller, 'kind'>,
    appId: string,
    proposed?: Policy,
  ) => Promise<CompiledPolicy | undefined>
}

type SetWish = Act & Replacing

interface PolicyDiff {
  /** of the one that counts; 0 = none is set */
  readonly version: number
  readonly changes: readonly RuleChange[]
}

export function openPolicyDesk(store: Store): PolicyDesk {
  const find = async (appId: string) => {
    const project = await store.findProject(appId.toLowerCase())
    if (project === undefined) throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
    return project
  }
  const set: PolicyDesk['set'] = (appId, policy, wish) =>
    store.setPolicy({ appId: appId.toLowerCase(), policy }, wish)
  const compiled = compiler(store, find)
  return {
    ...readActs(store, find),
    set,
    restore: async (appId, version, wish) => {
      const older = await findVersion(store, (await find(appId)).appId, version)
      return await set(appId, older.policy, wish)
    },
    diff: async (appId, proposed) => {
      const kept = await store.findPolicy((await find(appId)).appId)
      const changes = diffPolicies(kept?.policy ?? { rules: [] }, proposed)
      return { version: kept?.version ?? 0, changes }
    },
    compiled,
    compiledFor: async ({ kind }, appId, proposed) => {
      const policy = await compiled(appId, proposed)
      if (policy !== undefined || kind !== 'jwt') return policy
      return compilePolicy({ rules: [] }, { appId: appId.toLowerCase(), version: 0 })
    },
  }
}

function compiler(
  store: Store,
  find: (appId: string) => Promise<RegisteredProject>,
): PolicyDesk['compiled'] {
  return async (name, proposed) => {
    const project = await find(name)
    const { appId } = project
    const kept = await store.findPolicy(appId)
    if (proposed !== undefined) {
      return compilePolicy(proposed, { appId, version: (kept?.version ?? 0) + 1 })
    }
    if (kept !== undefined) return compilePolicy(kept.policy, kept)
    return isOpen(project) ? undefined : compilePolicy({ rules: [] }, { appId, version: 0 })
  }
}

function readActs(
  store: Store,
  find: (appId: string) => Promise<RegisteredProject>,
): Pick<PolicyDesk, 'show' | 'heads' | 'versions'> {
  return {
    show: async (appId, version) => {
      const project = await find(appId)
      if (version !== undefined) return await findVersion(store, project.appId, version)
      return (await store.findPolicy(project.appId)) ?? noPolicy(project)
    },
    heads: async (projects) => {
      const heads: (PolicyHead | NoPolicy)[] = []
      for (const project of projects) {
        const [last] = await store.policyVersions(project.appId, { limit: 1 })
        heads.push(last ?? noPolicy(project))
      }
      return heads
    },
    versions: async (appId, page) => await store.policyVersions((await find(appId)).appId, page),
  }
}

/** No real user is behind a local project, so it is open to every caller until it has a policy; a linked one is closed. */
export function isOpen({ origin }: Pick<RegisteredProject, 'origin'>): boolean {
  return origin === 'local'
}

function noPolicy(project: RegisteredProject): NoPolicy {
  return { appId: project.appId, version: 0, open: isOpen(project) }
}

async function findVersion(store: Store, appId: string, version: number): Promise<KeptPolicy> {
  const within = version > 0 && version <= mostVersion
  const found = within ? await store.findPolicy(appId, version) : undefined
  if (found !== undefined) return found
  throw new ServerError('POLICY_UNKNOWN', `The project has no version ${version} of its policy.`)
}

/** what a column of a database holds */
const mostVersion = 2 ** 31 - 1
