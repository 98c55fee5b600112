import { type Expectation, isTokenError, type VerifiedToken, verify } from '@symbolon/token'
import type { Uids } from '../admission/uids.ts'
import type { JoinRequest, Rights, Subject } from '../join.ts'
import type { Project } from '../projects.ts'
import { Refusal } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { keyringOf } from './keyring.ts'
import { tokenRights } from './rights.ts'

interface ProveFacts {
  readonly project: Project
  readonly settings: Settings
  /** Unix seconds */
  readonly at: number
}

/**
 * Steps 6 to 13. A token for an account is one for the account, or for the integer that the platform gave it.
 *
 * @throws TokenError · Refusal
 */
export function proveToken(
  request: JoinRequest,
  { uids, ...facts }: ProveFacts & { readonly uids: Uids },
): Rights {
  const { appId, subject } = request
  if (!('account' in subject) || !facts.settings.mappedUidAdmits) {
    return proveFor(request, subject, facts)
  }
  try {
    return proveFor(request, subject, facts)
  } catch (error) {
    const uid = uids.known(appId, subject.account)
    if (!isTokenError(error) || error.code !== 'UID_MISMATCH' || uid === undefined) throw error
    return proveFor(request, { uid }, facts)
  }
}

function proveFor(
  { appId, channel, token }: JoinRequest,
  subject: Subject,
  { project, settings, at }: ProveFacts,
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
  const proved = verify(token!, expectation)
  if (!settings.zeroLifeAdmits) refuseZeroLife(proved)
  const user = named ? subject.account : subject.uid === 0 ? '' : `${subject.uid}`
  return tokenRights(proved, { channel, user })
}

function refuseZeroLife({ claims }: VerifiedToken): void {
  if (!('expiresInSeconds' in claims) || claims.expiresInSeconds > 0) return
  const message = 'the token has a life of 0, which the setting zeroLifeAdmits counts as ended'
  const fix = 'Mint it with a life of its own, at most 86400 seconds.'
  const cause = {
    code: 'TOKEN_EXPIRED',
    certainty: 'proved',
    message,
    fix,
    outcome: 'EXPIRED',
  } as const
  throw new Refusal('EXPIRED', { rule: 'ZERO_LIFE', detail: message, causes: [cause] })
}
