import { encodeBase64, toHex } from '#platform'
import { decodeBase64 } from '../bytes/base64.ts'
import { Reader } from '../bytes/reader.ts'
import { Writer } from '../bytes/writer.ts'
import type { DynamicKeyClaims, DynamicKeyService } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { decodeHexLeniently } from './fields.ts'
import { hmacSha1 } from './hmac-sha1.ts'

const serviceNumbers: Record<DynamicKeyService, number> = {
  media: 1,
  recording: 2,
  publicSharing: 3,
  inChannelPermission: 4,
}

/** The one entry an in-channel permission key has among its extras. */
const allowUpload = 1

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

/** A 005 key as read. Its App ID and certificate are 16 bytes each, so their letter case is lost. */
export interface Key5 {
  readonly claims: DynamicKeyClaims
  /** 40 upper-case hex characters */
  readonly signature: string
  readonly bytes: Uint8Array
  readonly canonical: boolean
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
      writer.u16(serviceNumbers[fields.service])
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

/** The signature `key` would have under this certificate for this channel and user. */
export function key5Signature(key: Key5, binding: Binding, certificate: string): string {
  const { bytes } = key
  const before = concat([bytes.subarray(0, 2), bytes.subarray(appIdAt, expiredTsAt)])
  return sign({ before, after: bytes.subarray(expiredTsAt) }, binding, certificate)
}

/** After the service and the counted signature. */
const appIdAt = 2 + 2 + 40
/** After the counted App ID, unixTs and randomInt. */
const expiredTsAt = appIdAt + 2 + 16 + 4 + 4

/** @throws TokenError `TOKEN_MALFORMED` */
export function readKey5(text: string): Key5 {
  const bytes = decodeBase64(text.slice(3))
  const reader = new Reader(bytes, 0, bytes.length)
  const service = serviceOf(reader.u16())
  const signature = reader.string()
  if (!/^[0-9A-F]{40}$/.test(signature))
    throw malformed('its signature is not 40 upper-case hex digits')
  if (reader.u16() !== 16) throw malformed('its App ID is not 16 bytes long')
  const appId = toHex(bytes, reader.advance(16), reader.at)
  const unixTs = reader.u32()
  const randomInt = reader.u32()
  const expiredTs = reader.u32()
  const { permission, canonical } = readExtras(reader)
  const claims: DynamicKeyClaims = {
    version: '005',
    appId,
    unixTs,
    randomInt,
    expiredTs,
    ...(service !== undefined && { service }),
    ...(permission !== undefined && { permission }),
  }
  const wanted = service === 'inChannelPermission'
  const written = service !== undefined && (permission !== undefined) === wanted
  return { claims, signature, bytes, canonical: canonical && written }
}

function sign({ before, after }: Unsigned, binding: Binding, certificate: string): string {
  const bound = written((writer) => {
    writer.string(binding.channel, 'channel')
    writer.u32(binding.uid)
  })
  const message = concat([before, bound, after])
  return toHex(hmacSha1(decodeHexLeniently(certificate), message)).toUpperCase()
}

/** Every entry is walked, so the key must end where its bytes end. */
function readExtras(reader: Reader): { permission: string | undefined; canonical: boolean } {
  const count = reader.u16()
  let permission: string | undefined
  for (let i = 0; i < count; i++) {
    const id = reader.u16()
    const value = reader.string()
    if (id === allowUpload) permission = value
  }
  if (reader.at !== reader.end) throw malformed('bytes stand after its end')
  const entries = permission === undefined ? 0 : 1
  return { permission, canonical: count === entries && reader.wellFormed }
}

function writeExtras(writer: Writer, permission: string | undefined): void {
  writer.u16(permission === undefined ? 0 : 1)
  if (permission === undefined) return
  writer.u16(allowUpload)
  writer.string(permission, 'permission')
}

function serviceOf(number: number): DynamicKeyService | undefined {
  for (const [service, known] of Object.entries(serviceNumbers)) {
    if (known === number) return service as DynamicKeyService
  }
  return undefined
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

function malformed(what: string): TokenError {
  return new TokenError('TOKEN_MALFORMED', `not a 005 key: ${what}`)
}
