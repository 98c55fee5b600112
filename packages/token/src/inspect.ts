import { toHex } from '#platform'
import type { InspectedClaims, Limits, Warning } from './claims.ts'
import { type DynamicKeyVersion, dynamicKeyVersion, readDynamicKey } from './dynamic-key/read.ts'
import { unprefixedVersion } from './dynamic-key/read-text-key.ts'
import { exceeded, TokenError } from './errors.ts'
import { type Bounds, boundsOf, type Unknown } from './limits.ts'
import { read006 } from './v006/read.ts'
import { payload007, read007 } from './v007/read.ts'
import { warningsOf } from './warnings.ts'

export { isTokenError, TokenError, type TokenErrorCode } from './errors.ts'
export type { Unknown } from './limits.ts'

/** What stands in a token, with no proof that anyone who may sign it did. */
export interface Inspection<C extends InspectedClaims = InspectedClaims> {
  /** never true: `verify` proves */
  readonly proven: false
  readonly version: C['version']
  readonly claims: C
  /** the random number in the token */
  readonly salt: number
  /** hex: 32 bytes (006, 007), 20 (Channel Keys) or 16 (signaling) */
  readonly signature: string
  /** hex: 007 all inflated bytes, 006 and 005 all base64-decoded bytes, else the text's own bytes */
  readonly payload: string
  /** whether `mint` writes these claims back to the same payload; never for 006, which hides channel and uid */
  readonly canonical: boolean
  readonly unknown: readonly Unknown[]
  readonly warnings: readonly Warning[]
}

/** A name that says what it is: nothing in it is proven. */
export type UnverifiedToken = Inspection

/**
 * Reads a token of any version without proving it. Never reads past the end, never inflates past
 * `limits`, and takes time in proportion to the text.
 *
 * @throws TokenError `TOKEN_MALFORMED`, `TOKEN_VERSION_UNKNOWN` or `TOKEN_LIMIT_EXCEEDED`
 * @throws TypeError when `token` is not a string
 */
export function inspect(token: string, options: { readonly limits?: Limits } = {}): Inspection {
  const bounds = boundsOf(options.limits)
  const version = versionOf(token, bounds)
  if (version === '007') return inspect007(token, bounds)
  if (version === '006') return inspect006(token, bounds)
  return inspectKey(token, version)
}

/** @throws TokenError `TOKEN_VERSION_UNKNOWN`, `TOKEN_LIMIT_EXCEEDED`; TypeError when not a string */
export function versionOf(token: string, bounds: Bounds): InspectedClaims['version'] {
  if (typeof token !== 'string') throw new TypeError('a token is a string')
  if (token.length > bounds.maxTextBytes) {
    throw exceeded(`${bounds.maxTextBytes} characters`)
  }
  const prefix = token.slice(0, 3)
  const current = prefix === '007' || prefix === '006'
  // a key without prefix begins with its signature, which may begin so
  if (current && unprefixedVersion(token) === undefined) return prefix
  const key = dynamicKeyVersion(token)
  if (key !== undefined) return key
  throw new TokenError('TOKEN_VERSION_UNKNOWN', 'the text begins like no token')
}

function inspectKey(token: string, version: DynamicKeyVersion): Inspection {
  const key = readDynamicKey(token, version)
  const salt = 'randomInt' in key.claims ? key.claims.randomInt : 0
  return { proven: false, version, ...key, salt, unknown: [], warnings: [] }
}

function inspect007(token: string, bounds: Bounds): Inspection {
  const read = read007(token, bounds)
  const { claims, salt, signature, canonical, unknown } = read
  return {
    proven: false,
    version: '007',
    claims,
    salt,
    signature: toHex(signature),
    payload: payload007(read),
    canonical,
    unknown,
    warnings: warningsOf(claims, unknown),
  }
}

function inspect006(token: string, bounds: Bounds): Inspection {
  const { claims, salt, signature, content, unknown } = read006(token, bounds)
  return {
    proven: false,
    version: '006',
    claims,
    salt,
    signature: toHex(signature),
    payload: content,
    canonical: false,
    unknown,
    warnings: warningsOf(claims, unknown),
  }
}
