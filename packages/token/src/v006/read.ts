import { allocate, toHex } from '#platform'
import { decodeBase64Shared } from '../bytes/base64.ts'
import { copy } from '../bytes/copy.ts'
import { crc32 } from '../bytes/crc32.ts'
import { equalBytes } from '../bytes/equal.ts'
import { Reader } from '../bytes/reader.ts'
import { utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import type { InspectedClaims006 } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { Hmac, keyRoom } from '../hash/hmac-sha256.ts'
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
const signed = new Writer()
const hmac = new Hmac()
const proof: Uint8Array = allocate(32)

/** @throws TokenError `TOKEN_MALFORMED` or `TOKEN_LIMIT_EXCEEDED` */
export function read006(token: string, bounds: Bounds): Read006 {
  if (token.length < contentAt)
    throw new TokenError('TOKEN_MALFORMED', 'a 006 token holds 32 characters of App ID')
  const { bytes, length } = decodeBase64Shared(token.slice(contentAt))
  if (length > bounds.maxInflatedBytes)
    throw new TokenError('TOKEN_LIMIT_EXCEEDED', 'the token is too large')
  const reader = new Reader(bytes, 0, length)
  if (reader.u16() !== 32) throw new TokenError('TOKEN_MALFORMED', 'the signature is not 32 bytes')
  const signatureAt = reader.advance(32)
  const channelCrc = reader.u32()
  const uidCrc = reader.u32()
  if (reader.u16() !== length - reader.at) {
    throw new TokenError('TOKEN_MALFORMED', 'the message does not end where the token ends')
  }
  const messageAt = reader.at
  const salt = reader.u32()
  const ts = reader.u32()
  const { privileges, unknown, canonical } = readPrivileges(
    reader,
    privileges006,
    bounds.maxPrivileges,
  )
  if (reader.at < length)
    throw new TokenError('TOKEN_MALFORMED', 'bytes stand after the privileges')
  const appId = token.slice(appIdAt, contentAt)
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

/** Whether `certificate` signed the token for exactly this channel and uid. */
export function signed006(
  read: Read006,
  certificate: string,
  bind: { channel: string; uid: string },
): boolean {
  const { claims, message, signature } = read
  // the signed pieces stand without separators, so the checksums are what tells ("ab", "c") from ("a", "bc")
  if (crc32(bind.channel) !== claims.channelCrc || crc32(bind.uid) !== claims.uidCrc) return false
  signed.restart(keyRoom)
  signed.text(claims.appId, 'appId')
  signed.text(bind.channel, 'channel')
  signed.text(bind.uid, 'uid')
  signed.copy(message, 0, message.length)
  hmac.setKey(signed.bytes, utf8(certificate))
  hmac.digest(signed.bytes, signed.at, proof, 0)
  return equalBytes(proof, signature)
}
