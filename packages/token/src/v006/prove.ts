import { crc32 } from '../bytes/crc32.ts'
import type { Claims006 } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { joinUser } from '../identity.ts'
import { signerOf } from '../keys.ts'
import type { Bounds } from '../limits.ts'
import { checkLife, endOf } from '../time.ts'
import type { Expectation } from '../verify.ts'
import { type Read006, read006 } from './read.ts'
import { signed006 } from './signed.ts'

export interface Proof006 {
  readonly claims: Claims006
  readonly salt: number
  readonly signature: Uint8Array
  readonly signedBy: 'primary' | 'secondary'
  readonly expiresAt: number
}

/** Steps 6 to 13 for a 006 token. */
export function prove006(token: string, expectation: Expectation, bounds: Bounds): Proof006 {
  const read = read006(token, bounds)
  const { appId, ts, privileges } = read.claims
  if (expectation.appId !== undefined && expectation.appId !== appId) {
    throw new TokenError('APP_ID_MISMATCH', 'the token is of another App ID')
  }
  const bind = bindingOf(read, expectation)
  const signedBy = signerOf(expectation, (certificate) => signed006(read, certificate, bind))
  const needed = expectation.service === 'rtm' ? privileges.rtmLogin : privileges.joinChannel
  const admitsUntil = needed === undefined ? undefined : endOf(needed, 0)
  const life = { issuedAt: ts - 86_400, endsAt: ts, admitsUntil }
  const expiresAt = checkLife(life, expectation.now, expectation.futureSkewSeconds)
  const claims: Claims006 = { version: '006', appId, ...bind, ts, privileges }
  const { salt, signature } = read
  return {
    claims: read.claims.canonical === false ? { ...claims, canonical: false } : claims,
    salt,
    signature,
    signedBy,
    expiresAt,
  }
}

/** Channel and uid for which the token was signed: its checksums say whether they can be the expected ones. */
function bindingOf(
  { claims }: Read006,
  expectation: Expectation,
): { channel: string; uid: string } {
  const rtm = expectation.service === 'rtm'
  if (expectation.service !== undefined && expectation.service !== 'rtc' && !rtm) {
    throw new TokenError(
      'SERVICE_MISSING',
      `a 006 token is for rtc or rtm, not ${expectation.service}`,
    )
  }
  // an RTM token has its user in the place of the channel
  const channel = rtm ? joinUser(expectation) : expectation.channel
  if (channel === undefined) {
    throw new TypeError(
      `a 006 token can only be proven with ${rtm ? 'the account' : 'the channel'} it was made for`,
    )
  }
  if (crc32(channel) !== claims.channelCrc) {
    throw rtm
      ? new TokenError('UID_MISMATCH', 'the token is of another account')
      : new TokenError('CHANNEL_MISMATCH', 'the token is of another channel')
  }
  const user = rtm ? '' : (joinUser(expectation) ?? '')
  if (crc32(user) === claims.uidCrc) return { channel, uid: user }
  if (claims.uidCrc === 0) return { channel, uid: '' } // unbound: signed for any user
  throw new TokenError('UID_MISMATCH', 'the token is of another user')
}
