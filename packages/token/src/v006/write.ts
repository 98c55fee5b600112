import { allocate, randomSalt, toHex } from '#platform'
import { encodeBase64 } from '../bytes/base64.ts'
import { crc32Bytes } from '../bytes/crc32.ts'
import { utf8, writeText } from '../bytes/utf8.ts'
import { checkUint32, Writer } from '../bytes/writer.ts'
import type { Claims006 } from '../claims.ts'
import { Hmac, keyRoom } from '../hash/hmac-sha256.ts'
import type { MintOptions } from '../mint.ts'
import { privileges006, writePrivileges } from '../privileges.ts'

/** What is signed: App ID, channel, uid and message, with nothing between them. */
const signed = new Writer()
/** What is sent: signature, the two checksums, message. */
const content = new Writer()
const hmac = new Hmac()
/** Whose key stands before what is signed, and in which buffer: a server has one certificate. */
let keyedFor: string | undefined
let keyed: Uint8Array | undefined

/** A 006 token. It writes what it is given, App ID and certificate included, as the official builders do. */
export function write006(claims: Claims006, certificate: string, options: MintOptions): string {
  const { appId, channel, uid } = claims
  const salt = options.salt === undefined ? randomSalt() : checkUint32(options.salt, 'salt')
  signed.restart(keyRoom)
  signed.text(appId, 'appId')
  const channelAt = signed.at
  signed.text(channel, 'channel')
  const uidAt = signed.at
  signed.text(uid, 'uid')
  const messageAt = signed.at
  signed.u32(salt)
  signed.u32(checkUint32(claims.ts, 'ts'))
  writePrivileges(claims.privileges, privileges006, signed)
  setKey(certificate)
  content.restart(2 + 32)
  content.bytes[0] = 32
  content.bytes[1] = 0
  hmac.digest(signed.bytes, signed.at, content.bytes, 2)
  content.u32(crc32Bytes(signed.bytes, channelAt, uidAt))
  content.u32(crc32Bytes(signed.bytes, uidAt, messageAt))
  content.u16(signed.at - messageAt)
  content.copy(signed.bytes, messageAt, signed.at)
  return `006${appId}${encodeBase64(content.bytes, 0, content.at)}`
}

/** The signature of the token that was written last. */
export function signatureOfLast(): string {
  return toHex(content.bytes, 2, 2 + 32)
}

function setKey(certificate: string): void {
  const { bytes } = signed
  if (keyedFor === certificate && keyed === bytes) return
  if (typeof certificate !== 'string') throw new TypeError('certificate must be a string')
  hmac.setKey(bytes, certificate.length > 64 ? utf8(certificate) : shortKey(certificate))
  keyedFor = certificate
  keyed = bytes
}

function shortKey(certificate: string): Uint8Array {
  const bytes = allocate(certificate.length * 3)
  return bytes.subarray(0, writeText(certificate, bytes, 0))
}
