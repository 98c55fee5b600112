import { toHex } from '#platform'
import { decodeBase64 } from '../bytes/base64.ts'
import { Reader } from '../bytes/reader.ts'
import type { DynamicKeyClaims, DynamicKeyService } from '../claims.ts'
import { leftOver, malformed } from '../errors.ts'
import type { DynamicKey } from './read.ts'

/** By their number on the wire, less one. */
export const services5: readonly DynamicKeyService[] = [
  'media',
  'recording',
  'publicSharing',
  'inChannelPermission',
]

/** The one entry an in-channel permission key has among its extras. */
export const allowUpload = 1

/**
 * A 005 key. Its App ID and certificate are 16 bytes each, so their letter case is lost.
 * @throws TokenError `TOKEN_MALFORMED`
 */
export function readKey5(text: string): DynamicKey {
  const bytes = decodeBase64(text.slice(3))
  const reader = new Reader(bytes, 0, bytes.length)
  const service = services5[reader.u16() - 1]
  const signature = reader.string()
  const appIdLength = reader.u16()
  if (!/^[0-9A-F]{40}$/.test(signature) || appIdLength !== 16)
    throw malformed('no key of version 005')
  const appId = toHex(bytes, reader.advance(16), reader.at)
  const times = { unixTs: reader.u32(), randomInt: reader.u32(), expiredTs: reader.u32() }
  const count = reader.u16()
  let permission: string | undefined
  for (let left = count; left > 0; left--) {
    const id = reader.u16()
    const value = reader.string()
    if (id === allowUpload) permission = value
  }
  if (reader.at < reader.end) throw malformed(leftOver)
  const claims: DynamicKeyClaims = { version: '005', appId, ...times }
  const named = service === undefined ? claims : { ...claims, service }
  const wanted = service === 'inChannelPermission' ? 1 : 0
  return {
    claims: permission === undefined ? named : { ...named, permission },
    signature: signature.toLowerCase(),
    payload: toHex(bytes),
    canonical:
      service !== undefined &&
      count === wanted &&
      (permission !== undefined) === (wanted === 1) &&
      reader.wellFormed,
  }
}
