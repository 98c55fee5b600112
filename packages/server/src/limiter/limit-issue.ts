import type { Caller, IssueSteps, TokenRequest } from '../issue.ts'
import type { SigningProjects } from '../projects/signing-projects.ts'
import { subjectOf } from '../subject.ts'
import type { Limiter, LimitScope } from './limiter.ts'
import { tooMany } from './refusal.ts'

/** The step of the spine that refuses who asks too often. */
export type LimitIssue = NonNullable<IssueSteps['limit']>

export interface IssueLimits {
  readonly limiters: Readonly<Partial<Record<LimitScope, Limiter>>>
  readonly projects: Pick<SigningProjects, 'find'>
}

/**
 * Counts a request for its subjects, then its caller, then its project: who is refused by the narrow limit takes nothing
 * of the wide ones, so that one loud user does not use up what is there for all.
 *
 * @returns undefined when nobody is counted
 */
export function limitIssue({ limiters, projects }: IssueLimits): LimitIssue | undefined {
  const { subject, caller, project } = limiters
  const appIdOf = (request: TokenRequest) => projects.find(request.appId)?.appId
  const steps = [
    subject && limitSubjects(subject, appIdOf),
    caller && limitCaller(caller),
    project && limitProject(project, appIdOf),
  ].filter((step) => step !== undefined)
  if (steps.length <= 1) return steps[0]
  return (caller, request, at) => inTurn(steps, 0, { caller, request, at })
}

interface Asked {
  readonly caller: Caller
  readonly request: TokenRequest
  readonly at: number
}

/** Waits only for a limiter that has to be waited for. */
function inTurn(steps: readonly LimitIssue[], from: number, asked: Asked): void | Promise<void> {
  for (let nth = from; nth < steps.length; nth++) {
    const done = steps[nth]!(asked.caller, asked.request, asked.at)
    if (done instanceof Promise) return done.then(() => inTurn(steps, nth + 1, asked))
  }
}

type AppIdOf = (request: TokenRequest) => string | undefined

/** Any user is nobody in particular, and a project that is not served has no users. */
function limitSubjects(limiter: Limiter, appIdOf: AppIdOf): LimitIssue {
  return (caller, request, at) => {
    const appId = appIdOf(request)
    if (appId === undefined) return undefined
    const limitOne = (subject: string) =>
      subject === '' ? undefined : take('subject', limiter, { name: `${appId} ${subject}`, at })
    const { services } = request
    if (services.length === 1) return limitOne(subjectOf(services[0]!))
    const steps = [...new Set(services.map(subjectOf))].map((subject) => () => limitOne(subject))
    return inTurn(steps, 0, { caller, request, at })
  }
}

/** Those without a key have nothing to be told apart by but their address. */
function limitCaller(limiter: Limiter): LimitIssue {
  return ({ kind, id }: Caller, _request, at) =>
    kind === 'anonymous' ? undefined : take('caller', limiter, { name: `${kind} ${id}`, at })
}

function limitProject(limiter: Limiter, appIdOf: AppIdOf): LimitIssue {
  return (_caller, request, at) => {
    const appId = appIdOf(request)
    return appId === undefined ? undefined : take('project', limiter, { name: appId, at })
  }
}

function take(
  scope: LimitScope,
  limiter: Limiter,
  { name, at }: { readonly name: string; readonly at: number },
): void | Promise<void> {
  const wait = limiter.take(name, at)
  if (wait instanceof Promise) return wait.then((seconds) => refuse(scope, limiter, seconds))
  refuse(scope, limiter, wait)
}

function refuse(scope: LimitScope, limiter: Limiter, wait: number): void {
  if (wait > 0) throw tooMany(scope, limiter.rate, wait)
}
