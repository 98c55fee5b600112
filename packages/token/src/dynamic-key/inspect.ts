import { toHex } from '#platform'
import { utf8 } from '../bytes/utf8.ts'
import type { DynamicKeyClaims, Limits, SignalingClaims } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { readSignalingToken } from './signaling.ts'
import { readTextKey, unprefixedVersion } from './text-keys.ts'
import { readKey5 } from './v5.ts'

export type DynamicKeyVersion = (DynamicKeyClaims | SignalingClaims)['version']

/** What a Channel Key or a signaling token says. Unproven: anybody can write such a text. */
export interface DynamicKeyInspection {
  readonly proven: false
  readonly version: DynamicKeyVersion
  readonly claims: DynamicKeyClaims | SignalingClaims
  /** the random number of the key; 0 in a signaling token, which has none */
  readonly salt: number
  /** lower-case hex: 20 bytes of HMAC-SHA1, or 16 of MD5 in a signaling token */
  readonly signature: string
  /** hex of all bytes after the prefix: those of the text in 001-004 and signaling, the decoded ones in 005 */
  readonly payload: string
  /** false when {@link dynamicKey} would not write these bytes */
  readonly canonical: boolean
}

/**
 * Which old format `text` is in; undefined when in none of them. Ask this before looking for the
 * prefixes `006` and `007`: a key without prefix begins with its signature, which may begin so.
 */
export function dynamicKeyVersion(text: string): DynamicKeyVersion | undefined {
  const unprefixed = unprefixedVersion(text)
  if (unprefixed) return unprefixed
  if (text.startsWith('1:')) return 'signaling'
  const prefix = text.slice(0, 3)
  return prefix === '003' || prefix === '004' || prefix === '005' ? prefix : undefined
}

/**
 * Reads a Channel Key (versions 1-5) or a signaling token without proving it.
 *
 * @throws TypeError when `text` is not a string
 * @throws TokenError `TOKEN_VERSION_UNKNOWN` when it is in another format, `TOKEN_MALFORMED` when it
 *   is damaged, `TOKEN_LIMIT_EXCEEDED` when it is longer than `limits.maxTextBytes` (4096)
 */
export function inspectDynamicKey(
  text: string,
  options: { limits?: Limits } = {},
): DynamicKeyInspection {
  const { claims, signature, payload, canonical } = readDynamicKey(text, options.limits)
  const salt = claims.version === 'signaling' ? 0 : claims.randomInt
  const version = claims.version
  return { proven: false, version, claims, salt, signature, payload, canonical }
}

function readDynamicKey(text: unknown, limits: Limits = {}): Omit<DynamicKeyInspection, 'proven'> {
  if (typeof text !== 'string') throw new TypeError('a token must be a string')
  if (text.length > (limits.maxTextBytes ?? 4096)) {
    throw new TokenError('TOKEN_LIMIT_EXCEEDED', 'the text is longer than a token may be')
  }
  const version = dynamicKeyVersion(text)
  if (version === undefined) {
    throw new TokenError('TOKEN_VERSION_UNKNOWN', 'neither a Channel Key nor a signaling token')
  }
  return { version, salt: 0, ...readVersion(text, version) }
}

function readVersion(
  text: string,
  version: DynamicKeyVersion,
): Pick<DynamicKeyInspection, 'claims' | 'signature' | 'payload' | 'canonical'> {
  if (version === 'signaling') {
    const { claims, digest } = readSignalingToken(text)
    return { claims, signature: digest, payload: toHex(utf8(text.slice(2))), canonical: true }
  }
  if (version === '005') {
    const { claims, signature, bytes, canonical } = readKey5(text)
    return { claims, signature: signature.toLowerCase(), payload: toHex(bytes), canonical }
  }
  const { claims, signature, carried } = readTextKey(text, version)
  return { claims, signature, payload: toHex(utf8(carried)), canonical: true }
}
