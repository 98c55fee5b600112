import { toHex } from '#platform'
import { decodeBase64Shared } from '../bytes/base64.ts'
import { copy } from '../bytes/copy.ts'
import { Reader } from '../bytes/reader.ts'
import type { InspectedClaims006 } from '../claims.ts'
import { exceeded, leftOver, malformed } from '../errors.ts'
import { type Bounds, type Unknown, unknownPrivileges } from '../limits.ts'
import { privileges006, readPrivileges } from '../privileges.ts'

/** A 006 token taken apart. */
export interface Read006 {
  readonly claims: InspectedClaims006
  readonly salt: number
  readonly signature: Uint8Array
  /** the signed bytes that stand in the token: salt, ts, privileges */
  readonly message: Uint8Array
  readonly content: string
  readonly unknown: readonly Unknown[]
}

const appIdAt = 3
const contentAt = 35

/** @throws TokenError `TOKEN_MALFORMED` or `TOKEN_LIMIT_EXCEEDED` */
export function read006(token: string, bounds: Bounds): Read006 {
  const appId = token.slice(appIdAt, contentAt)
  if (appId.length < contentAt - appIdAt || !appId.isWellFormed()) throw malformed('no App ID')
  const { bytes, length } = decodeBase64Shared(token.slice(contentAt))
  if (length > bounds.maxInflatedBytes) throw exceeded('inflated bytes')
  const reader = new Reader(bytes, 0, length)
  if (reader.u16() !== 32) throw malformed('no signature of 32 bytes')
  const signatureAt = reader.advance(32)
  const channelCrc = reader.u32()
  const uidCrc = reader.u32()
  const messageLength = reader.u16()
  const messageAt = reader.at
  const salt = reader.u32()
  const ts = reader.u32()
  const { privileges, unknown, canonical } = readPrivileges(
    reader,
    privileges006,
    bounds.maxPrivileges,
  )
  if (reader.at < length || messageLength !== length - messageAt) throw malformed(leftOver)
  const claims = { version: '006' as const, appId, channelCrc, uidCrc, ts, privileges }
  return {
    claims: canonical ? claims : { ...claims, canonical: false },
    salt,
    signature: copy(bytes, signatureAt, signatureAt + 32),
    message: copy(bytes, messageAt, length),
    content: toHex(bytes, 0, length),
    unknown: unknownPrivileges('token', unknown),
  }
}
