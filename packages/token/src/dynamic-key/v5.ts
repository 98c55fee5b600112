import { encodeBase64, toHex } from '#platform'
import { Writer } from '../bytes/writer.ts'
import type { DynamicKeyService } from '../claims.ts'
import { decodeHexLeniently } from './fields.ts'
import { hmacSha1 } from './hmac-sha1.ts'
import { allowUpload, services5 } from './read-key5.ts'

/** What is signed beside the bytes of a key: the channel and the user it is bound to. */
export interface Binding {
  readonly channel: string
  readonly uid: number
}

export interface Key5Fields extends Binding {
  readonly appId: string
  readonly unixTs: number
  readonly randomInt: number
  readonly expiredTs: number
  readonly service: DynamicKeyService
  readonly permission: string | undefined
}

/** What is signed, cut where channel and uid are signed between the fields that the key carries. */
interface Unsigned {
  /** service, App ID, unixTs, randomInt */
  readonly before: Uint8Array
  /** expiredTs, extras */
  readonly after: Uint8Array
}

export function writeKey5(fields: Key5Fields, certificate: string): string {
  const appId = decodeHexLeniently(fields.appId)
  if (appId.length > 0xffff) throw new RangeError('appId is longer than 65535 bytes')
  const before = concat([
    written((writer) => {
      writer.u16(services5.indexOf(fields.service) + 1)
      writer.u16(appId.length)
    }),
    appId,
    written((writer) => {
      writer.u32(fields.unixTs)
      writer.u32(fields.randomInt)
    }),
  ])
  const after = written((writer) => {
    writer.u32(fields.expiredTs)
    writeExtras(writer, fields.permission)
  })
  const signature = sign({ before, after }, fields, certificate)
  const signed = written((writer) => writer.string(signature, 'signature'))
  const key = concat([before.subarray(0, 2), signed, before.subarray(2), after])
  return `005${encodeBase64(key)}`
}

/** The signature a key of these bytes would have under this certificate for this channel and user. */
export function key5Signature(bytes: Uint8Array, binding: Binding, certificate: string): string {
  const before = concat([bytes.subarray(0, 2), bytes.subarray(appIdAt, expiredTsAt)])
  return sign({ before, after: bytes.subarray(expiredTsAt) }, binding, certificate)
}

/** After the service and the counted signature. */
const appIdAt = 2 + 2 + 40
/** After the counted App ID, unixTs and randomInt. */
const expiredTsAt = appIdAt + 2 + 16 + 4 + 4

function sign({ before, after }: Unsigned, binding: Binding, certificate: string): string {
  const bound = written((writer) => {
    writer.string(binding.channel, 'channel')
    writer.u32(binding.uid)
  })
  const message = concat([before, bound, after])
  return toHex(hmacSha1(decodeHexLeniently(certificate), message)).toUpperCase()
}

function writeExtras(writer: Writer, permission: string | undefined): void {
  writer.u16(permission === undefined ? 0 : 1)
  if (permission === undefined) return
  writer.u16(allowUpload)
  writer.string(permission, 'permission')
}

function written(write: (writer: Writer) => void): Uint8Array {
  const writer = new Writer()
  write(writer)
  return writer.bytes.subarray(0, writer.at)
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
