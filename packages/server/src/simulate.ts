import type { Authority } from './authority.ts'
import { BanIndex } from './bans/ban-index.ts'
import { type FieldError, ServerError } from './errors.ts'
import type { Grant } from './issue.ts'
import type { CompiledPolicy } from './policies/judge.ts'
import { ProjectPolicies } from './policies/project-policies.ts'
import { readTokenRequest } from './policies/trace-request.ts'
import type { PolicyCaller } from './policies/wish.ts'
import { decide, type PolicyFacts } from './policy/decide.ts'
import { signingProject } from './projects/signing-projects.ts'

/** Who asks for what. */
interface Question {
  readonly appId: string
  readonly caller: PolicyCaller
  /** as `POST /v1/tokens` takes it */
  readonly body: unknown
  /** instead of the policy that the project goes by */
  readonly policy?: CompiledPolicy | undefined
  /** Unix seconds */
  readonly at: number
}

/** How `POST /v1/tokens` would answer it. */
export type Simulated =
  | { readonly status: 201; readonly grant: Grant }
  | {
      readonly status: number
      readonly code: string
      readonly detail: string
      readonly errors: readonly FieldError[]
    }

export type Simulate = (question: Question) => Promise<Simulated>

/** The way of a request with the real decision in it, and without a token at its end; nobody is counted, nothing written. */
export function simulator(facts: PolicyFacts): Simulate {
  return async ({ appId, caller, body, policy, at }) => {
    const find: PolicyFacts['projects']['find'] = () => {
      const project = facts.projects.find(appId)
      return project && policy !== undefined ? { ...project, policy } : project
    }
    try {
      const request = { ...readTokenRequest(body), appId }
      const grant = decide({ ...facts, projects: { find } })(caller, request, at)
      return { status: 201, grant }
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      const { status, code, message: detail, errors } = error
      return { status, code, detail, errors }
    }
  }
}

/** As a server of this database would answer now. */
export async function keptSimulator(
  { store, masterKey }: Pick<Authority, 'store' | 'masterKey'>,
  { appId, maxTokenSeconds, at }: KeptFacts,
): Promise<Simulate> {
  const project = await store.findProject(appId)
  const kept = await store.findPolicy(appId)
  const projects = project === undefined ? [] : [project]
  const policies = new ProjectPolicies().update(projects, kept ? [kept] : [], (error) => {
    throw error
  })
  const bans = (await store.standingBans(at)).filter((ban) => ban.appId === appId)
  const find = () =>
    project && { ...signingProject(project, masterKey), policy: policies.get(appId) }
  const of = () => (bans.length === 0 ? undefined : new BanIndex(bans))
  return simulator({ projects: { find }, bans: { of }, maxTokenSeconds })
}

interface KeptFacts {
  /** in lower case */
  readonly appId: string
  readonly maxTokenSeconds: number
  /** Unix seconds */
  readonly at: number
}
