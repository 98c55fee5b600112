import {
  type Claims006,
  type Claims007,
  type DynamicKeyClaims,
  matches,
  type RtcService,
  type VerifiedToken,
} from '@symbolon/token'
import type { Kind, Rights, Subject } from '../join.ts'

type PublishUntil = Rights['publishUntil']

const privilegeOf = {
  audio: 'publishAudio',
  video: 'publishVideo',
  data: 'publishData',
} as const satisfies Record<Kind, string>

const always: PublishUntil = {
  audio: Number.POSITIVE_INFINITY,
  video: Number.POSITIVE_INFINITY,
  data: Number.POSITIVE_INFINITY,
}

/** What a join with the App ID alone may do, until `staysUntil` (Unix seconds). */
export function appIdRights(staysUntil: number): Rights {
  return {
    by: 'appId',
    admitsUntil: Number.POSITIVE_INFINITY,
    staysUntil,
    publishUntil: always,
  }
}

/** What a proved token lets this subject do in this channel. */
export function tokenRights(
  token: VerifiedToken,
  { channel, subject }: { readonly channel: string; readonly subject: Subject },
): Rights {
  const { version, signature, signedBy, expiresAt = Number.POSITIVE_INFINITY } = token
  const known = { version, signature, signedBy, admitsUntil: expiresAt }
  if (version === '007') {
    const claims = token.claims as Claims007
    const service = fittingService(claims, channel, subject)
    const ends = endsOf(service.privileges, (seconds) => claims.issuedAt + seconds)
    return { by: 'token', ...known, ...ends }
  }
  if (version === '006') {
    const { privileges } = token.claims as Claims006
    return { by: 'token', ...known, ...endsOf(privileges, (at) => at) }
  }
  // a Channel Key knows no privileges: whoever enters may publish, until the key puts them out
  const { expiredTs } = token.claims as DynamicKeyClaims
  return {
    by: 'channelKey',
    ...known,
    staysUntil: expiredTs || Number.POSITIVE_INFINITY,
    publishUntil: always,
  }
}

/** Of all RTC services that fit, the one that lets its holder stay longest. `verify` has seen that there is one. */
function fittingService(claims: Claims007, channel: string, subject: Subject): RtcService {
  const user = 'account' in subject ? subject.account : subject.uid === 0 ? '' : `${subject.uid}`
  let best: RtcService | undefined
  for (const service of claims.services) {
    if (service.type !== 'rtc' || service.privileges.joinChannel === undefined) continue
    if (service.channel !== channel && !matches(service.channel, channel)) continue
    if (!matches(service.uid, user)) continue
    if (best === undefined || stay(service) > stay(best)) best = service
  }
  return best!
}

function stay({ privileges }: RtcService): number {
  return privileges.joinChannel || Number.POSITIVE_INFINITY
}

function endsOf(
  privileges: { readonly [name: string]: number | undefined },
  at: (value: number) => number,
): { readonly staysUntil: number; readonly publishUntil: PublishUntil } {
  const until = (value: number) => (value === 0 ? Number.POSITIVE_INFINITY : at(value))
  const publishUntil: { [kind in Kind]?: number } = {}
  for (const [kind, name] of Object.entries(privilegeOf) as [Kind, string][]) {
    const value = privileges[name]
    if (value !== undefined) publishUntil[kind] = until(value)
  }
  return { staysUntil: until(privileges.joinChannel ?? 0), publishUntil }
}
