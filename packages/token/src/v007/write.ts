import { randomSalt, toHex } from '#platform'
import { encodeBase64 } from '../bytes/base64.ts'
import { copy } from '../bytes/copy.ts'
import { deflated, deflateShared } from '../bytes/deflate.ts'
import { stored, storedBlock, storedShared } from '../bytes/stored-block.ts'
import { checkUint32, Writer } from '../bytes/writer.ts'
import type { Claims007, KnownService, Service } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { Hmac } from '../hash/hmac-sha256.ts'
import type { MintOptions } from '../mint.ts'
import { writePrivileges } from '../privileges.ts'
import { formatsByType } from '../services/registry.ts'
import type { ServiceFormat } from '../services/service.ts'
import { writeFields } from '../services/write.ts'
import { infoAt, isHexId, matchFrom, payloadAt, signatureAt } from './layout.ts'
import { isCertificate, signingKey } from './signing-key.ts'

const writer = new Writer()
const hmac = new Hmac()

/** A 007 token. See `mint` for the errors. */
export function write007(claims: Claims007, certificate: string, options: MintOptions): string {
  if (!isHexId(claims.appId))
    throw new TokenError('APP_ID_INVALID', 'an App ID is 32 hexadecimal characters')
  if (!isCertificate(certificate)) {
    throw new TokenError('CERTIFICATE_INVALID', 'an App Certificate is 32 hexadecimal characters')
  }
  const salt = options.salt === undefined ? randomSalt() : checkUint32(options.salt, 'salt')
  writer.restart(infoAt)
  writeInfo(claims, salt)
  const { bytes, at: end } = writer
  hmac.setKey(bytes, signingKey(certificate, claims.issuedAt, salt))
  hmac.digest(bytes, end, bytes, signatureAt)
  bytes[payloadAt] = 32
  bytes[payloadAt + 1] = 0
  return `007${zlibText(bytes, end, options.deflate)}`
}

/** The signature of the token that was written last. */
export function signatureOfLast(): string {
  return toHex(writer.bytes, signatureAt, infoAt)
}

/** The payload deflated, as base64; our own two encoders are spared a copy. */
function zlibText(bytes: Uint8Array, end: number, deflate: MintOptions['deflate']): string {
  if (deflate === undefined) {
    const length = deflateShared(bytes, { from: payloadAt, to: end, matchFrom })
    return encodeBase64(deflated(), 0, length)
  }
  if (deflate === storedBlock) {
    const length = storedShared(bytes, payloadAt, end)
    return encodeBase64(stored(), 0, length)
  }
  // a copy: what a caller's function does with it, minting included, must not reach the shared buffer
  return encodeBase64(deflate(copy(bytes, payloadAt, end)))
}

function writeInfo(claims: Claims007, salt: number): void {
  const { services } = claims
  if (services.length === 0)
    throw new TokenError('SERVICES_EMPTY', 'a token needs at least one service')
  writer.string(claims.appId, 'appId')
  writer.u32(checkUint32(claims.issuedAt, 'issuedAt'))
  writer.u32(checkUint32(claims.expiresInSeconds, 'expiresInSeconds'))
  writer.u32(salt)
  if (services.length === 1) {
    writer.u16(1)
    const service = services[0]!
    writeService(service, formatOf(service))
    return
  }
  if (services.length > 65_535) throw new RangeError('more than 65535 services')
  const sorted = services.map((service) => ({ service, format: formatOf(service) }))
  sorted.sort((a, b) => a.format.id - b.format.id) // stable: services of one type keep their order
  writer.u16(sorted.length)
  for (const { service, format } of sorted) writeService(service, format)
}

function writeService(service: Service, format: ServiceFormat): void {
  writer.u16(format.id)
  writePrivileges(
    service.privileges as { readonly [name: string]: number },
    format.privileges,
    writer,
  )
  writeFields(service as KnownService, format, writer)
}

function formatOf(service: Service): ServiceFormat {
  const format = formatsByType.get(service.type as string)
  if (format !== undefined) return format
  if (typeof service.type === 'number') {
    throw new TokenError(
      'CLAIMS_NOT_CANONICAL',
      `service type ${service.type} is not known, so it cannot be written`,
    )
  }
  throw new TypeError(`no service has the type "${service.type}"`)
}
