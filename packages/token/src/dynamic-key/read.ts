import type { DynamicKeyClaims, SignalingClaims } from '../claims.ts'
import { readKey5 } from './read-key5.ts'
import { readTextKey, unprefixedVersion } from './read-text-key.ts'
import { readSignalingToken } from './signaling.ts'

export type DynamicKeyVersion = (DynamicKeyClaims | SignalingClaims)['version']

/** A Channel Key or a signaling token as read, unproven: anybody can write such a text. */
export interface DynamicKey {
  readonly claims: DynamicKeyClaims | SignalingClaims
  /** lower-case hex: 20 bytes of HMAC-SHA1, or 16 of MD5 in a signaling token */
  readonly signature: string
  /** hex of all bytes after the prefix: those of the text in 001-004 and signaling, the decoded ones in 005 */
  readonly payload: string
  /** false when `dynamicKey` would not write these bytes */
  readonly canonical: boolean
}

const prefixed = ['003', '004', '005'] as const

/**
 * Which old format `text` is in; undefined when in none of them. Ask this before looking for the
 * prefixes `006` and `007`: a key without prefix begins with its signature, which may begin so.
 */
export function dynamicKeyVersion(text: string): DynamicKeyVersion | undefined {
  if (text.startsWith('1:')) return 'signaling'
  const prefix = text.slice(0, 3)
  return unprefixedVersion(text) ?? prefixed.find((version) => version === prefix)
}

/** @throws TokenError `TOKEN_MALFORMED` */
export function readDynamicKey(text: string, version: DynamicKeyVersion): DynamicKey {
  if (version === 'signaling') return readSignalingToken(text)
  return version === '005' ? readKey5(text) : readTextKey(text, version)
}
