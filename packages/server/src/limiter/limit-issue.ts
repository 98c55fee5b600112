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
  return (...asked) => inTurn(steps, asked)
}

/** Waits only for a limiter that has to be waited for. */
function inTurn(steps: readonly LimitIssue[], asked: Parameters<LimitIssue>): void | Promise<void> {
  for (const [nth, step] of steps.entries()) {
    const done = step(...asked)
    if (done instanceof Promise) return done.then(() => inTurn(steps.slice(nth + 1), asked))
  }
}

type AppIdOf = (request: TokenRequest) => string | undefined

/** Any user is nobody in particular, and a project that is not served has no users. */
function limitSubjects(limiter: Limiter, appIdOf: AppIdOf): LimitIssue {
  return (caller, request, at) => {
    const appId = appIdOf(request)
    if (appId === undefined) return undefined
    const limitOne = (subject: string) =>
      subject === '' ? undefined : take('subject', limiter, [`${appId} ${subject}`, at])
    const { services } = request
    if (services.length === 1) return limitOne(subjectOf(services[0]!))
    const steps = [...new Set(services.map(subjectOf))].map((subject) => () => limitOne(subject))
    return inTurn(steps, [caller, request, at])
  }
}

/** Those without a key have nothing to be told apart by but their address. */
function limitCaller(limiter: Limiter): LimitIssue {
  return ({ kind, id }: Caller, _request, at) =>
    kind === 'anonymous' ? undefined : take('caller', limiter, [`${kind} ${id}`, at])
}

function limitProject(limiter: Limiter, appIdOf: AppIdOf): LimitIssue {
  return (_caller, request, at) => {
    const appId = appIdOf(request)
    return appId === undefined ? undefined : take('project', limiter, [appId, at])
  }
}

function take(
  scope: LimitScope,
  limiter: Limiter,
  [name, at]: readonly [name: string, at: number],
): void | Promise<void> {
  const judge = (wait: number) => {
    if (wait > 0) throw tooMany(scope, limiter.rate, wait)
  }
  const wait = limiter.take(name, at)
  return wait instanceof Promise ? wait.then(judge) : judge(wait)
}
