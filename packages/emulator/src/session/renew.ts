import { isTokenError, type TokenErrorCode } from '@symbolon/token'
import type { JoinRequest, Rights } from '../join.ts'
import { admitsAppId } from '../projects.ts'
import { Refusal } from '../refusal.ts'
import { causesOf } from '../verify/causes.ts'
import { isStatic } from '../verify/project-checks.ts'
import { proveToken } from '../verify/prove-token.ts'
import { appIdRights } from '../verify/rights.ts'
import { outcomeOf } from '../verify/verify-join.ts'
import type { World } from '../world.ts'
import { requestOf } from './request-of.ts'
import type { Session } from './session.ts'
import { forgetLateWarnings, watch } from './watch.ts'
import { whomOf } from './whom.ts'

/** `RENEW_TOKEN_ERROR_CODE` of native SDKs 4.6 and later. */
export const renewalCodes = {
  SUCCESS: 0,
  FAILURE: 1,
  TOKEN_EXPIRED: 2,
  INVALID_TOKEN: 3,
  INVALID_CHANNEL_NAME: 4,
  INCONSISTENT_APPID: 5,
  CANCELED_BY_NEW_REQUEST: 6,
} as const

export type RenewalCode = keyof typeof renewalCodes

/**
 * Puts a new token in the place of the present one: it is verified as at a join, for this member in
 * this channel. When it is refused nothing changes, and the old one goes on.
 */
export function renew(world: World, session: Session, token: string): RenewalCode {
  const { clock, log } = world
  if (session.state === 'ended') return 'FAILURE'
  const at = clock.now()
  const request = requestOf(session, token)
  try {
    session.rights = rightsOf(world, request, at)
  } catch (error) {
    if (!isTokenError(error) && !(error instanceof Refusal)) throw error
    const refused = error instanceof Refusal
    const outcome = refused ? error.code : outcomeOf(error.code)
    const given = refused ? error.causes : []
    log.write(at, whomOf(session), {
      type: 'renewal refused',
      outcome,
      rule: 'RENEWAL_REFUSED',
      detail: error.message,
      causes: given.length > 0 ? given : causesOf(request, world, { at, outcome }),
    })
    if (!refused) return codeOf(error.code)
    return outcome === 'EXPIRED' ? 'TOKEN_EXPIRED' : 'INVALID_TOKEN'
  }
  session.token = token
  session.exempt = false
  forgetLateWarnings(world, session, at)
  log.write(at, whomOf(session), { type: 'renewed', signature: session.rights.signature })
  watch(world, session)
  return 'SUCCESS'
}

function rightsOf({ projects, settings, uids }: World, request: JoinRequest, at: number): Rights {
  const project = projects.find(request.appId)
  if (project === undefined || project.enabled === false) {
    const detail = 'the project is gone or disabled'
    throw new Refusal('INACTIVE', { rule: 'PROJECT_ENABLED', detail })
  }
  if (isStatic(request)) {
    if (admitsAppId(project)) return appIdRights(at + settings.appIdSessionSeconds)
    const detail = 'the App ID alone does not admit'
    throw new Refusal('STATIC_ON_DYNAMIC', { rule: 'APP_ID_ONLY', detail })
  }
  if (project.certificate === undefined) {
    const detail = 'the project has no certificate'
    throw new Refusal('DYNAMIC_ON_STATIC', { rule: 'TOKEN_NEEDS_CERTIFICATE', detail })
  }
  return proveToken(request, { project, settings, uids, at })
}

function codeOf(code: TokenErrorCode): RenewalCode {
  switch (code) {
    case 'TOKEN_EXPIRED':
    case 'TOKEN_TIMEOUT':
    case 'PRIVILEGE_EXPIRED':
      return 'TOKEN_EXPIRED'
    case 'CHANNEL_MISMATCH':
      return 'INVALID_CHANNEL_NAME'
    case 'APP_ID_MISMATCH':
      return 'INCONSISTENT_APPID'
    default:
      return 'INVALID_TOKEN'
  }
}
