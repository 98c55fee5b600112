import { toHex } from '#platform'
import type {
  Claims,
  Claims006,
  Claims007,
  DynamicKeyClaims,
  DynamicKeyService,
  Limits,
  ServiceType,
  SignalingClaims,
} from './claims.ts'
import { verifyDynamicKey } from './dynamic-key/verify.ts'
import { versionOf } from './inspect.ts'
import { checkKeys, type Keys } from './keys.ts'
import { type Bounds, boundsOf } from './limits.ts'
import { prove006 } from './v006/prove.ts'
import { prove007 } from './v007/prove.ts'

/** What a join asks of the token it brings. What is absent is not checked, but see `verify`. */
export type Expectation = Keys & {
  /** Unix seconds */
  readonly now: number
  readonly appId?: string
  readonly channel?: string
  /** numeric join uid; 0 = let the server assign one. Negative 32-bit numbers are read as their unsigned twin */
  readonly uid?: number
  /** string join uid, or the user id of RTM and Chat */
  readonly account?: string
  /**
   * Default `rtc` when a channel, uid or account is expected, else any. Channel Keys have services
   * of their own: `media`, which is `rtc`, `recording`, `publicSharing`, `inChannelPermission`.
   */
  readonly service?: ServiceType | DynamicKeyService
  /** how far ahead the issue time may lie. Default 300 */
  readonly futureSkewSeconds?: number
  /** Channel Keys only: how long after its making one may be used to enter. Default 86 400 */
  readonly windowSeconds?: number
  readonly limits?: Limits
}

/** A token that a known certificate signed, that fits what was expected, and that is good now. */
export interface VerifiedToken {
  readonly proven: true
  readonly version: Claims['version'] | DynamicKeyClaims['version'] | SignalingClaims['version']
  readonly claims: Claims | DynamicKeyClaims | SignalingClaims
  readonly salt: number
  /** hex */
  readonly signature: string
  readonly signedBy: 'primary' | 'secondary'
  /** Unix seconds; absent in a signaling token */
  readonly issuedAt?: number
  /** Unix seconds from which it admits nobody: the end of the token, at most 24 h, or of the privilege that admits */
  readonly expiresAt?: number
}

/**
 * Proves a token and that it admits now. Checks, in this order: form · App ID · checksums (006) ·
 * signature, 32 bytes, in constant time, against primary and secondary · service, channel, uid
 * (exact, unbound or wildcard) · issued at most 24 h ago · not expired · privilege to enter present
 * and not past. A 006 token signs its channel without carrying it, so `channel` must be given for it
 * (`account` with `service: 'rtm'`); Channel Keys likewise.
 *
 * @throws TokenError with the code of the first check that fails
 * @throws TypeError when the expectation lacks what the token's version needs
 */
export function verify(token: string, expectation: Expectation): VerifiedToken {
  checkKeys(expectation)
  const bounds = boundsOf(expectation.limits)
  const version = versionOf(token, bounds)
  if (version === '007') return verified007(token, expectation, bounds)
  if (version === '006') return verified006(token, expectation, bounds)
  const service = keyService(expectation.service)
  return verifyDynamicKey(token, version, { ...expectation, service })
}

/** What a Channel Key calls what it is used for: entering a channel is `media`, and so is saying nothing. */
function keyService(service: Expectation['service']): DynamicKeyService | undefined {
  const names: readonly string[] = ['media', 'recording', 'publicSharing', 'inChannelPermission']
  if (service === 'rtc') return 'media'
  return service !== undefined && names.includes(service)
    ? (service as DynamicKeyService)
    : undefined
}

function verified007(token: string, expectation: Expectation, bounds: Bounds): VerifiedToken {
  const { claims, salt, signature, signedBy, expiresAt } = prove007(token, expectation, bounds)
  const issuedAt = (claims as Claims007).issuedAt
  return {
    proven: true,
    version: '007',
    claims,
    salt,
    signature: toHex(signature),
    signedBy,
    issuedAt,
    expiresAt,
  }
}

function verified006(token: string, expectation: Expectation, bounds: Bounds): VerifiedToken {
  const { claims, salt, signature, signedBy, expiresAt } = prove006(token, expectation, bounds)
  const issuedAt = (claims as Claims006).ts - 86_400
  return {
    proven: true,
    version: '006',
    claims,
    salt,
    signature: toHex(signature),
    signedBy,
    issuedAt,
    expiresAt,
  }
}
