import { isTokenError, TokenError, type TokenErrorCode, verify } from '@symbolon/token'
import type { LoginRequest, VerifiedLogin } from '../login.ts'
import type { LoginOutcomeName } from '../login-outcomes.ts'
import { LoginRefusal } from '../login-refusal.ts'
import type { Project } from '../projects.ts'
import type { RuleName } from '../rules.ts'
import type { Settings } from '../settings.ts'
import { type CausesDeps, causesOfLogin } from './causes.ts'
import { keyringOf } from './keyring.ts'
import { isStatic, loginChecks } from './project-checks.ts'

/** Everything that a login is checked for. `at` is Unix seconds. Throws a `LoginRefusal` that carries its causes. */
export function verifyLogin(deps: CausesDeps) {
  const { projects, settings } = deps
  return (request: LoginRequest, at: number): VerifiedLogin => {
    const causes = (outcome: LoginOutcomeName) => causesOfLogin(request, deps, { at, outcome })
    const found = projects.find(request.appId)
    for (const { fails, outcome, rule } of loginChecks) {
      const detail = fails(request, found)
      if (detail === undefined) continue
      throw new LoginRefusal(outcome, { rule, detail, causes: causes(outcome) })
    }
    const { appId, userId } = request
    if (isStatic(request)) {
      return { appId, userId, by: 'appId', admitsUntil: Number.POSITIVE_INFINITY }
    }
    try {
      return proveLogin(request, found!, { settings, at })
    } catch (error) {
      if (!isTokenError(error)) throw error
      const [outcome, rule] = verdicts[error.code] ?? (['INVALID', 'TOKEN_PROVED'] as const)
      throw new LoginRefusal(outcome, { rule, detail: error.message, causes: causes(outcome) })
    }
  }
}

/** @throws TokenError */
function proveLogin(
  { appId, userId, token }: LoginRequest,
  project: Project,
  { settings, at }: { readonly settings: Settings; readonly at: number },
): VerifiedLogin {
  // seen with RTM 2.3.0: it refuses any other beginning, as it does a damaged token, without asking
  if (!/^00[67]/.test(token!)) {
    throw new TokenError('TOKEN_VERSION_UNKNOWN', 'a login takes a token of version 006 or 007')
  }
  const { version, signature, signedBy, expiresAt } = verify(token!, {
    keyring: keyringOf(project, settings),
    now: Math.floor(at),
    appId,
    account: userId,
    service: 'rtm',
    futureSkewSeconds: settings.clockSkewSeconds,
  })
  const admitsUntil = expiresAt ?? Number.POSITIVE_INFINITY
  return { appId, userId, by: 'token', version, signature, signedBy, admitsUntil }
}

type Verdict = readonly [LoginOutcomeName, RuleName]

/** What is not here is INVALID: damaged, of an unknown certificate, from the future. */
const verdicts: { readonly [code in TokenErrorCode]?: Verdict } = {
  APP_ID_MISMATCH: ['INCONSISTENT_APP_ID', 'TOKEN_PROVED'],
  UID_MISMATCH: ['WRONG_USER', 'LOGIN_TOKEN'],
  SERVICE_MISSING: ['NO_RTM_PRIVILEGE', 'LOGIN_TOKEN'],
  PRIVILEGE_MISSING: ['NO_RTM_PRIVILEGE', 'LOGIN_TOKEN'],
  TOKEN_TIMEOUT: ['TIMEOUT', 'TOKEN_PROVED'],
  TOKEN_EXPIRED: ['EXPIRED', 'TOKEN_END'],
  PRIVILEGE_EXPIRED: ['EXPIRED', 'TOKEN_PROVED'],
}
