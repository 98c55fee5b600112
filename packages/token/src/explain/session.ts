import { crc32 } from '../bytes/crc32.ts'
import type { InspectedClaims } from '../claims.ts'
import { inspect } from '../inspect.ts'
import { type Case, type Finding, found } from './finding.ts'
import { lifeOf } from './life.ts'
import type { BanRule, Situation } from './situation.ts'
import { joinUserText } from './subject.ts'

/** What the channel, and the project's kicking rules, hold against this join. */
export function* admission(situation: Situation): Iterable<Finding> {
  const { bans = [], members = [], account, uid } = situation
  const user = joinUserText(situation)
  for (const rule of bans) {
    if (applies(rule, situation, user)) yield found('BANNED', 'likely', { value: ruleText(rule) })
  }
  if (user && members.some((member) => `${member}` === user)) {
    yield found('UID_ALREADY_JOINED', 'likely', { join: account ?? uid ?? undefined })
  }
}

function applies(
  rule: BanRule,
  { now, channel, ip, role }: Situation,
  user: string | undefined,
): boolean {
  const { privileges = ['joinChannel'], until = Number.POSITIVE_INFINITY } = rule
  const forbids =
    privileges.includes('joinChannel') || (role === 'publisher' && privileges.length > 0)
  const fits =
    (rule.channel === undefined || rule.channel === channel) &&
    (rule.uid === undefined || `${rule.uid}` === user) &&
    (rule.ip === undefined || rule.ip === ip)
  return forbids && fits && now < until
}

function ruleText({ channel, uid, ip, until }: BanRule): string {
  const ends = until !== undefined && until !== Number.POSITIVE_INFINITY
  const parts = { channel, uid, ip, until: ends ? instant(until) : undefined }
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name} ${value}`))
    .join(', ')
}

/** In UTC; what no calendar has stays Unix seconds. */
function instant(at: number): string {
  const date = new Date(at * 1000)
  if (Number.isNaN(date.getTime())) return `${at}`
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`
}

/** Whether the token can take the place of the one that the session has. */
export function* renewal({ situation, claims, token }: Case): Iterable<Finding> {
  const { previousToken } = situation
  if (previousToken === undefined) return
  if (previousToken.trim() === token) {
    yield found('RENEWED_WITH_SAME_TOKEN', 'proved')
    return
  }
  const before = claimsOf(previousToken, situation)
  if (before === undefined) return
  const was = bindingOf(before)
  const is = bindingOf(claims)
  if (before.appId !== claims.appId) yield found('RENEW_MISMATCH', 'proved', { value: 'App ID' })
  else if (was.channel !== is.channel) yield found('RENEW_MISMATCH', 'proved', { value: 'channel' })
  // a token for any uid fits whatever uid the session has
  else if (was.uid !== is.uid && was.uid && is.uid)
    yield found('RENEW_MISMATCH', 'proved', { value: 'uid' })
}

function claimsOf(token: string, { limits }: Situation): InspectedClaims | undefined {
  try {
    return inspect(token.trim(), limits && { limits }).claims
  } catch {
    return undefined
  }
}

/** Checksums of channel and uid, which all versions have or allow. */
function bindingOf(claims: InspectedClaims): { channel?: number; uid?: number } {
  if (claims.version === '006') return { channel: claims.channelCrc, uid: claims.uidCrc }
  const rtc =
    claims.version === '007' ? claims.services.find(({ type }) => type === 'rtc') : undefined
  return rtc && 'uid' in rtc ? { channel: crc32(rtc.channel), uid: crc32(rtc.uid) } : {}
}

/** What a recorder should know, and what comes soon. */
export function* outlook({ situation, claims }: Case): Iterable<Finding> {
  const seconds = lifeOf(claims).endsAt - situation.now
  if (seconds <= 0) return
  if (situation.sdk?.name.includes('recording'))
    yield found('RECORDER_STOPS', 'proved', { seconds })
  if (seconds < 30) yield found('ENDS_SOON', 'proved', { seconds })
}
