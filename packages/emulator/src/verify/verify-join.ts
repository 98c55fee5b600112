import { type Expectation, isTokenError, type TokenErrorCode, verify } from '@symbolon/token'
import type { JoinRequest, Rights, VerifiedJoin } from '../join.ts'
import type { OutcomeName } from '../outcomes.ts'
import type { Project, Projects } from '../projects.ts'
import { Refusal } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { causesOf } from './causes.ts'
import { keyringOf } from './keyring.ts'
import { isStatic, projectChecks } from './project-checks.ts'
import { appIdRights, tokenRights } from './rights.ts'

export interface VerifyDeps {
  readonly projects: Projects
  readonly settings: Settings
}

/** Steps 1 to 13 of a join. `at` is Unix seconds. Throws a `Refusal` that carries its causes. */
export function verifyJoin({ projects, settings }: VerifyDeps) {
  return (request: JoinRequest, at: number): VerifiedJoin => {
    const found = projects.find(request.appId)
    for (const { fails, outcome, rule } of projectChecks) {
      const detail = fails(request, found)
      if (detail !== undefined) {
        const causes = causesOf(request, projects, at)
        throw new Refusal(outcome, { rule, detail, causes })
      }
    }
    const project = found!
    if (isStatic(request)) {
      return { request, project, rights: appIdRights(at + settings.appIdSessionSeconds) }
    }
    try {
      return { request, project, rights: proveToken(request, project, { settings, at }) }
    } catch (error) {
      if (!isTokenError(error)) throw error
      throw new Refusal(outcomeOf(error.code), {
        rule: error.code === 'TOKEN_EXPIRED' ? 'TOKEN_END' : 'TOKEN_PROVED',
        detail: error.message,
        causes: causesOf(request, projects, at),
      })
    }
  }
}

/** Steps 6 to 13. @throws TokenError */
export function proveToken(
  { appId, channel, subject, token }: JoinRequest,
  project: Project,
  { settings, at }: { readonly settings: Settings; readonly at: number },
): Rights {
  const named = 'account' in subject
  // written out rather than spread: ten thousand renewals are a second of spreads
  const expectation: Expectation = {
    keyring: keyringOf(project, settings),
    now: Math.floor(at),
    appId,
    channel,
    uid: named ? undefined : subject.uid,
    account: named ? subject.account : undefined,
    service: 'rtc',
    futureSkewSeconds: settings.clockSkewSeconds,
    windowSeconds: settings.channelKeyWindowSeconds,
  }
  return tokenRights(verify(token!, expectation), { channel, subject })
}

function outcomeOf(code: TokenErrorCode): OutcomeName {
  if (code === 'TOKEN_TIMEOUT') return 'TIMEOUT'
  if (code === 'TOKEN_EXPIRED' || code === 'PRIVILEGE_EXPIRED') return 'EXPIRED'
  return 'INVALID'
}
