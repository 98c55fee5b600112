import { toHex } from '#platform'
import { utf8 } from '../bytes/utf8.ts'
import type { DynamicKeyClaims, DynamicKeyService } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { eightHex, tenDigits } from './fields.ts'
import { hmacSha1 } from './hmac-sha1.ts'

export type TextKeyVersion = '001' | '002' | '003' | '004'

/** What a key of version 1-4 signs, whether the key carries it or not. */
export interface TextKeyFields {
  readonly appId: string
  readonly channel: string
  readonly unixTs: number
  readonly randomInt: number
  readonly uid: number
  readonly expiredTs: number
  readonly service: DynamicKeyService
}

/** Length in characters with a 32-character App ID, and which of the two late fields stand in the key. */
const layouts: Record<TextKeyVersion, { length: number; uid: boolean; expiredTs: boolean }> = {
  '001': { length: 90, uid: false, expiredTs: false },
  '002': { length: 110, uid: true, expiredTs: true },
  '003': { length: 113, uid: true, expiredTs: true },
  '004': { length: 103, uid: false, expiredTs: true },
}

/** Version 4 signs the kind of service as this text, and does not carry it. */
const serviceTags: Record<DynamicKeyService, string | undefined> = {
  media: 'ACS',
  recording: 'ARS',
  publicSharing: 'APSS',
  inChannelPermission: undefined,
}

export function writeTextKey(
  version: TextKeyVersion,
  fields: TextKeyFields,
  certificate: string,
): string {
  const { appId, unixTs, randomInt, uid, expiredTs } = fields
  const layout = layouts[version]
  const signature = textKeySignature(version, fields, certificate)
  const late = (layout.uid ? tenDigits(uid) : '') + (layout.expiredTs ? tenDigits(expiredTs) : '')
  return prefixOf(version) + signature + appId + tenDigits(unixTs) + eightHex(randomInt) + late
}

/**
 * HMAC-SHA1 as 40 lower-case hex characters. An App ID that is too short is signed with NULs before
 * it, as the C++ and Python libraries do (Go, Java, C# and PHP do not).
 */
export function textKeySignature(
  version: TextKeyVersion,
  fields: TextKeyFields,
  certificate: string,
): string {
  const { appId, channel, unixTs, randomInt, uid, expiredTs } = fields
  const tag = version === '004' ? serviceTag(fields.service) : ''
  const early = tag + appId.padStart(32, '\0') + tenDigits(unixTs) + eightHex(randomInt) + channel
  const late = version === '001' ? '' : tenDigits(uid) + tenDigits(expiredTs)
  return toHex(hmacSha1(utf8(certificate), utf8(early + late)))
}

/** Whether `text` is a key of version 1 or 2, which have no prefix but fields of fixed width. */
export function unprefixedVersion(text: string): '001' | '002' | undefined {
  if (text.length !== layouts['001'].length && text.length !== layouts['002'].length)
    return undefined
  if (!/^[0-9a-f]{40}[0-9a-fA-F]{32}\d{10}[0-9a-f]{8}(\d{20})?$/.test(text)) return undefined
  return text.length === layouts['001'].length ? '001' : '002'
}

/** @throws TokenError `TOKEN_MALFORMED` */
export function readTextKey(
  text: string,
  version: TextKeyVersion,
): { claims: DynamicKeyClaims; signature: string; carried: string } {
  const layout = layouts[version]
  const carried = text.slice(prefixOf(version).length)
  const parts = /^([0-9a-f]{40})([0-9a-fA-F]{32})(\d{10})([0-9a-f]{8})(\d*)$/.exec(carried)
  if (!parts || text.length !== layout.length) {
    throw new TokenError(
      'TOKEN_MALFORMED',
      `a ${version} key has fields of fixed width; these differ`,
    )
  }
  const [, signature, appId, unixTs, randomInt, late] = parts as unknown as string[]
  const claims: DynamicKeyClaims = {
    version,
    appId: appId!,
    unixTs: uint32('unixTs', unixTs!),
    randomInt: Number.parseInt(randomInt!, 16),
    ...(layout.uid && { uid: uint32('uid', late!.slice(0, 10)) }),
    ...(layout.expiredTs && { expiredTs: uint32('expiredTs', late!.slice(-10)) }),
  }
  return { claims, signature: signature!, carried }
}

function prefixOf(version: TextKeyVersion): string {
  return version === '003' || version === '004' ? version : ''
}

function serviceTag(service: DynamicKeyService): string {
  const tag = serviceTags[service]
  if (tag === undefined) throw new TypeError(`version 4 has no key for the service ${service}`)
  return tag
}

function uint32(name: string, digits: string): number {
  const value = Number(digits)
  if (value <= 0xffffffff) return value
  throw new TokenError('TOKEN_MALFORMED', `${name} does not fit in 32 bits`)
}
