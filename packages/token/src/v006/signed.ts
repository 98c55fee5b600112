import { allocate } from '#platform'
import { crc32 } from '../bytes/crc32.ts'
import { equalBytes } from '../bytes/equal.ts'
import { utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import { Hmac, keyRoom } from '../hash/hmac-sha256.ts'
import type { Read006 } from './read.ts'

const signed = new Writer()
const hmac = new Hmac()
const proof: Uint8Array = allocate(32)

/** Whether `certificate` signed the token for exactly this channel and uid. */
export function signed006(
  read: Read006,
  certificate: string,
  bind: { channel: string; uid: string },
): boolean {
  const { claims, message, signature } = read
  // the signed pieces stand without separators, so only the checksums tell ("ab", "c") from ("a", "bc"); they are not
  // signed: whoever holds a token can write those of another split, here as on the platform
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
