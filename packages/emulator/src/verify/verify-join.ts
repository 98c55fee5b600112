import { isTokenError, type TokenErrorCode } from '@symbolon/token'
import type { Uids } from '../admission/uids.ts'
import type { JoinRequest, VerifiedJoin } from '../join.ts'
import type { OutcomeName } from '../outcomes.ts'
import type { Projects } from '../projects.ts'
import { Refusal } from '../refusal.ts'
import type { RuleName } from '../rules.ts'
import type { Settings } from '../settings.ts'
import { causesOf } from './causes.ts'
import { isStatic, projectChecks } from './project-checks.ts'
import { proveToken } from './prove-token.ts'
import { appIdRights } from './rights.ts'

export interface VerifyDeps {
  readonly projects: Projects
  readonly settings: Settings
  readonly uids: Uids
}

/** Steps 1 to 13 of a join. `at` is Unix seconds. Throws a `Refusal` that carries its causes. */
export function verifyJoin(deps: VerifyDeps) {
  const { projects, settings, uids } = deps
  return (request: JoinRequest, at: number): VerifiedJoin => {
    const found = projects.find(request.appId)
    for (const { fails, outcome, rule } of projectChecks) {
      const detail = fails(request, found)
      if (detail !== undefined) {
        const causes = causesOf(request, deps, { at, outcome })
        throw new Refusal(outcome, { rule, detail, causes })
      }
    }
    const project = found!
    if (isStatic(request)) {
      return { request, project, rights: appIdRights(at + settings.appIdSessionSeconds) }
    }
    try {
      return { request, project, rights: proveToken(request, { project, settings, uids, at }) }
    } catch (error) {
      if (!isTokenError(error)) throw error
      const outcome = outcomeOf(error.code)
      throw new Refusal(outcome, {
        rule: ruleOf(error.code),
        detail: error.message,
        causes: causesOf(request, deps, { at, outcome }),
      })
    }
  }
}

/** What the platform answers to a fault of a token. */
export function outcomeOf(code: TokenErrorCode): OutcomeName {
  if (code === 'TOKEN_TIMEOUT') return 'TIMEOUT'
  if (code === 'TOKEN_EXPIRED' || code === 'PRIVILEGE_EXPIRED') return 'EXPIRED'
  return 'INVALID'
}

function ruleOf(code: TokenErrorCode): RuleName {
  if (code === 'TOKEN_EXPIRED') return 'TOKEN_END'
  return code === 'PRIVILEGE_MISSING' ? 'JOIN_PRIVILEGE_MISSING' : 'TOKEN_PROVED'
}
