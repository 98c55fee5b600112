import { toHex } from '#platform'
import { utf8 } from '../bytes/utf8.ts'
import type { DynamicKeyService } from '../claims.ts'
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
  const prefix = version < '003' ? '' : version
  const signature = textKeySignature(version, fields, certificate)
  const carried = signature + appId + tenDigits(unixTs) + eightHex(randomInt)
  if (version === '001') return prefix + carried
  return prefix + carried + (version === '004' ? '' : tenDigits(uid)) + tenDigits(expiredTs)
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

function serviceTag(service: DynamicKeyService): string {
  const tag = serviceTags[service]
  if (tag === undefined) throw new TypeError(`version 4 has no key for the service ${service}`)
  return tag
}
