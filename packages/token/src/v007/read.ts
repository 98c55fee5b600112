import { allocate, toHex } from '#platform'
import { decodeBase64Shared } from '../bytes/base64.ts'
import { inflate } from '../bytes/inflate.ts'
import { Reader } from '../bytes/reader.ts'
import type { Claims007, KnownService, Service, ServiceType } from '../claims.ts'
import { exceeded, leftOver, malformed } from '../errors.ts'
import { type Bounds, type Unknown, unknownPrivileges } from '../limits.ts'
import { type PrivilegeTable, privilegeTable, readPrivileges } from '../privileges.ts'
import { formatsById } from '../services/registry.ts'
import type { Mutable } from '../services/service.ts'
import { infoAt, isHexIdAt, payloadAt, signatureAt } from './layout.ts'

/** A 007 token taken apart. Its bytes are shared: prove it before the next token is read. */
export interface Read007 {
  readonly claims: Claims007
  readonly salt: number
  readonly signature: Uint8Array
  readonly canonical: boolean
  readonly hexAppId: boolean
  readonly unknown: readonly Unknown[]
  readonly bytes: Uint8Array
  readonly end: number
}

const ordinaryBytes = 16_384
const scratch: Uint8Array = allocate(payloadAt + ordinaryBytes)
const signature: Uint8Array = allocate(32)

/** @throws TokenError `TOKEN_MALFORMED` or `TOKEN_LIMIT_EXCEEDED` */
export function read007(token: string, bounds: Bounds): Read007 {
  const { bytes: zlib, length } = decodeBase64Shared(token.slice(3))
  const room = bounds.maxInflatedBytes
  const bytes =
    room === ordinaryBytes
      ? scratch
      : room < ordinaryBytes
        ? scratch.subarray(0, payloadAt + room)
        : allocate(payloadAt + Math.min(room, length * 1032)) // deflate's best ratio
  const end = inflate(zlib, length, bytes, payloadAt)
  const reader = new Reader(bytes, payloadAt, end)
  if (reader.u16() !== 32) throw malformed('no signature of 32 bytes')
  reader.advance(32)
  for (let i = 0; i < 32; i++) signature[i] = bytes[signatureAt + i]!
  return readInfo(reader, bounds)
}

/** The payload as hex, `signed007` not having been called yet. */
export function payload007({ bytes, end }: Read007): string {
  return toHex(bytes, payloadAt, end)
}

/** Everything after the signature. */
function readInfo(reader: Reader, bounds: Bounds): Read007 {
  const appId = reader.string()
  const issuedAt = reader.u32()
  const expiresInSeconds = reader.u32()
  const salt = reader.u32()
  const count = reader.u16()
  if (count > bounds.maxServices) throw exceeded(`${bounds.maxServices} services`)
  const services: Service[] = []
  const list: ServiceList = { services, unknown: none, canonical: count > 0, last: 0 }
  for (let i = 0; i < count && list.last >= 0; i++) readService(reader, bounds, list)
  const { bytes, at, end } = reader
  if (at < end) throw malformed(leftOver)
  const hexAppId = appId.length === 32 && isHexIdAt(bytes, infoAt + 2)
  const canonical = list.canonical && reader.wellFormed && hexAppId
  const claims: Claims007 = canonical
    ? { version: '007', appId, issuedAt, expiresInSeconds, services }
    : { version: '007', appId, issuedAt, expiresInSeconds, services, canonical: false }
  return { claims, salt, signature, canonical, hexAppId, unknown: list.unknown, bytes, end }
}

const none: readonly Unknown[] = []
const unnamed: PrivilegeTable = privilegeTable({})

interface ServiceList {
  readonly services: Service[]
  unknown: readonly Unknown[]
  canonical: boolean
  /** number of the last type read; -1 once an unknown type has swallowed the rest */
  last: number
}

function readService(reader: Reader, bounds: Bounds, list: ServiceList): void {
  const id = reader.u16()
  const format = formatsById.get(id)
  const read = readPrivileges(reader, format?.privileges ?? unnamed, bounds.maxPrivileges)
  const { privileges } = read
  if (format === undefined) {
    const rest = toHex(reader.bytes, reader.at, reader.end)
    reader.at = reader.end // where an unknown service ends cannot be told
    list.services.push({ type: id, privileges, rest })
    list.unknown = [...list.unknown, { kind: 'service', type: id, rest }]
    list.canonical = false
    list.last = -1
    return
  }
  const service = { type: format.type, privileges } as Mutable<KnownService>
  const fields = service as unknown as { [name: string]: string }
  for (const name of format.texts) fields[name] = reader.string()
  const ordered = format.readRest === undefined || format.readRest(reader, service)
  if (!ordered || !read.canonical || id < list.last) list.canonical = false
  if (read.unknown.length > 0) {
    const found = unknownPrivileges(format.type as ServiceType, read.unknown)
    list.unknown = [...list.unknown, ...found]
  }
  list.services.push(service as KnownService)
  list.last = id
}
