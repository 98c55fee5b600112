import type {
  Claims006,
  Claims007,
  InspectedClaims006,
  RtcService,
  Warning,
  WarningCode,
} from './claims.ts'
import type { Unknown } from './limits.ts'
import { isWildcard } from './match.ts'
import { warningTexts } from './warnings/texts.ts'

/** The longest a token lives on the platform, whatever it says: 24 hours. */
export const longestSeconds = 86_400

export function warning(code: WarningCode): Warning {
  return { code, message: warningTexts[code] }
}

/** What a token is allowed to say but its maker probably did not mean. Each code once. */
export function warningsOf(
  claims: Claims007 | Claims006 | InspectedClaims006,
  unknown: readonly Unknown[],
): Warning[] {
  const codes = new Set<WarningCode>()
  if (claims.version === '007') lint007(claims, codes)
  else lint006(claims, codes)
  for (const { kind } of unknown)
    codes.add(kind === 'service' ? 'SERVICE_UNKNOWN' : 'PRIVILEGE_UNKNOWN')
  return Array.from(codes, warning)
}

function lint007({ expiresInSeconds, services }: Claims007, codes: Set<WarningCode>): void {
  if (expiresInSeconds === 0) codes.add('EXPIRY_ZERO')
  if (expiresInSeconds > longestSeconds) codes.add('EXPIRY_OVER_24H')
  if (looksLikeTimestamp(expiresInSeconds)) codes.add('EXPIRY_LOOKS_LIKE_TIMESTAMP')
  for (const service of services) {
    for (const ends of Object.values(service.privileges)) {
      if (expiresInSeconds !== 0 && ends > expiresInSeconds)
        codes.add('TOKEN_SHORTER_THAN_PRIVILEGE')
      if (looksLikeTimestamp(ends)) codes.add('EXPIRY_LOOKS_LIKE_TIMESTAMP')
    }
    if (service.type === 'rtc') lintRtc(service, codes)
  }
}

function lintRtc({ channel, uid, privileges }: RtcService, codes: Set<WarningCode>): void {
  const publishes = lintPublish(privileges, codes)
  if (!publishes) return
  // an empty uid on one channel is unbound; a pattern in either, or a blank channel, is a wildcard
  if (isWildcard(channel) || uid.includes('*')) codes.add('WILDCARD_PUBLISHER')
  else if (uid === '') codes.add('UNBOUND_PUBLISHER')
}

function lint006(claims: Claims006 | InspectedClaims006, codes: Set<WarningCode>): void {
  const { privileges } = claims
  const publishes = lintPublish(privileges, codes)
  const unbound = 'uid' in claims ? claims.uid === '' : claims.uidCrc === 0 // the checksum of ''
  if (publishes && unbound) codes.add('UNBOUND_PUBLISHER')
  for (const at of Object.values(privileges)) {
    if (at !== 0 && !looksLikeTimestamp(at)) codes.add('EXPIRY_LOOKS_LIKE_TIMESTAMP')
  }
}

type Publishing = RtcService['privileges']

/** Whether there is a privilege to publish; warns when one outlives joining. 0 = no end of its own. */
function lintPublish(privileges: Publishing, codes: Set<WarningCode>): boolean {
  const { joinChannel, publishAudio, publishVideo, publishData } = privileges
  const ends = [publishAudio, publishVideo, publishData].filter((end) => end !== undefined)
  const joined =
    joinChannel === undefined || joinChannel === 0 ? Number.POSITIVE_INFINITY : joinChannel
  if (ends.some((end) => (end === 0 ? Number.POSITIVE_INFINITY : end) > joined))
    codes.add('PUBLISH_OUTLIVES_JOIN')
  return ends.length > 0
}

/** Above 30 years of seconds: a Unix time, not a span. */
export function looksLikeTimestamp(seconds: number): boolean {
  return seconds > 1_000_000_000
}
