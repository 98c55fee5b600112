import { allocate, randomSalt } from '#platform'
import { encodeBase64 } from '../bytes/base64.ts'
import { crc32 } from '../bytes/crc32.ts'
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
const pad: Uint8Array = allocate(keyRoom)
let keyedFor: string | undefined

/** A 006 token. It writes what it is given, App ID and certificate included, as the official builders do. */
export function write006(claims: Claims006, certificate: string, options: MintOptions): string {
  const { appId, channel, uid } = claims
  const salt = options.salt === undefined ? randomSalt() : checkUint32(options.salt, 'salt')
  signed.restart(keyRoom)
  signed.text(appId, 'appId')
  signed.text(channel, 'channel')
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
  content.u32(crc32(channel))
  content.u32(crc32(uid))
  content.u16(signed.at - messageAt)
  content.copy(signed.bytes, messageAt, signed.at)
  return `006${appId}${encodeBase64(content.bytes, 0, content.at)}`
}

/** The pad of the last certificate is kept: a server has one. */
function setKey(certificate: string): void {
  const { bytes } = signed
  if (keyedFor !== certificate) {
    if (typeof certificate !== 'string') throw new TypeError('certificate must be a string')
    hmac.setKey(pad, certificate.length > 64 ? utf8(certificate) : shortKey(certificate))
    keyedFor = certificate
  }
  for (let i = 0; i < keyRoom; i++) bytes[i] = pad[i]!
}

function shortKey(certificate: string): Uint8Array {
  const bytes = allocate(certificate.length * 3)
  return bytes.subarray(0, writeText(certificate, bytes, 0))
}
