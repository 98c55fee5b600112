import {
  type Claims006,
  type Claims007,
  type DynamicKeyClaims,
  matches,
  type VerifiedToken,
} from '@symbolon/token'
import type { Kind, Rights } from '../join.ts'

type PublishUntil = Rights['publishUntil']

const privilegeOf = {
  audio: 'publishAudio',
  video: 'publishVideo',
  data: 'publishData',
} as const satisfies Record<Kind, string>

/** What has no privileges: under co-host authentication it publishes nothing, as that asks for one in a token. */
const none: PublishUntil = {}

/** What a join with the App ID alone may do, until `staysUntil` (Unix seconds). */
export function appIdRights(staysUntil: number): Rights {
  return {
    by: 'appId',
    admitsUntil: Number.POSITIVE_INFINITY,
    staysUntil,
    publishUntil: none,
  }
}

/** What a proved token lets `user` do in this channel; the text is the one that was proved. */
export function tokenRights(
  token: VerifiedToken,
  { channel, user }: { readonly channel: string; readonly user: string },
): Rights {
  const { version, signature, signedBy, expiresAt = Number.POSITIVE_INFINITY } = token
  const known = { version, signature, signedBy, admitsUntil: expiresAt }
  if (version === '007') {
    const claims = token.claims as Claims007
    return { by: 'token', ...known, ...united(claims, channel, user) }
  }
  if (version === '006') {
    const { privileges, ts } = token.claims as Claims006
    return { by: 'token', ...known, ...endsWithin(privileges, ts) }
  }
  const { expiredTs } = token.claims as DynamicKeyClaims
  return {
    by: 'channelKey',
    ...known,
    staysUntil: expiredTs || Number.POSITIVE_INFINITY,
    publishUntil: none,
  }
}

type Privileges = { readonly [name: string]: number | undefined }
type Ends = Pick<Rights, 'staysUntil' | 'publishUntil'>

/** A token may hold several RTC services that fit: each privilege counts as in the one where it lasts longest. */
function united({ services, issuedAt }: Claims007, channel: string, user: string): Ends {
  let all: Ends | undefined
  for (const service of services) {
    if (service.type !== 'rtc') continue
    if (service.channel !== channel && !matches(service.channel, channel)) continue
    if (!matches(service.uid, user)) continue
    const ends = endsOf(service.privileges, (seconds) => issuedAt + seconds)
    all = all === undefined ? ends : later(all, ends)
  }
  return all! // `verify` has seen that there is one
}

function later(a: Ends, b: Ends): Ends {
  const publishUntil: { [kind in Kind]?: number } = { ...a.publishUntil }
  for (const [kind, until] of Object.entries(b.publishUntil) as [Kind, number][]) {
    publishUntil[kind] = Math.max(until, publishUntil[kind] ?? 0)
  }
  return { staysUntil: Math.max(a.staysUntil, b.staysUntil), publishUntil }
}

/** In a 006 token 0, or more than 24 hours, is 24 hours: its own end is that of each privilege, too. */
function endsWithin(privileges: Privileges, end: number): Ends {
  const { staysUntil, publishUntil } = endsOf(privileges, (at) => at)
  const capped = Object.entries(publishUntil).map(([kind, at]) => [kind, Math.min(at, end)])
  return { staysUntil: Math.min(staysUntil, end), publishUntil: Object.fromEntries(capped) }
}

/** A service without the privilege to join lets nobody stay; another one of the token has it. */
function endsOf(privileges: Privileges, at: (value: number) => number): Ends {
  const until = (value: number) => (value === 0 ? Number.POSITIVE_INFINITY : at(value))
  const publishUntil: { [kind in Kind]?: number } = {}
  for (const [kind, name] of Object.entries(privilegeOf) as [Kind, string][]) {
    const value = privileges[name]
    if (value !== undefined) publishUntil[kind] = until(value)
  }
  const { joinChannel } = privileges
  return { staysUntil: joinChannel === undefined ? 0 : until(joinChannel), publishUntil }
}
