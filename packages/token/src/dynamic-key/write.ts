import { checkUint32 } from '../bytes/writer.ts'
import type { DynamicKeyService } from '../claims.ts'
import { checkText } from './fields.ts'
import { type TextKeyVersion, writeTextKey } from './text-keys.ts'
import { writeKey5 } from './v5.ts'

export interface DynamicKeyParameters {
  /** 1 and 2 have no prefix; 3, 4 and 5 begin with `003`, `004`, `005` */
  readonly version: 1 | 2 | 3 | 4 | 5
  /** versions 4 and 5 only. Default `media`; `inChannelPermission` only in version 5 */
  readonly service?: DynamicKeyService
  /** 32 hexadecimal characters */
  readonly appId: string
  /** 32 hexadecimal characters */
  readonly certificate: string
  readonly channel: string
  /** when the key is made, Unix seconds: 0 to 2^32 - 1 */
  readonly unixTs: number
  /** a random number: 0 to 2^32 - 1 */
  readonly randomInt: number
  /** from version 2 on: 0 to 2^32 - 1, where 0 means that the user is not checked */
  readonly uid?: number
  /** from version 2 on: when the member is put out, Unix seconds; 0 means never */
  readonly expiredTs?: number
  /** `inChannelPermission` only: `'0'` no upload, `'3'` audio and video */
  readonly permission?: string
}

/**
 * A Channel Key: what SDKs before 2.1 joined with. It writes what it is given; that includes an App ID
 * that is not one, which gives the same unusable key as the official libraries give.
 *
 * @throws TypeError when a value has the wrong type, is missing, or does not belong to the version
 * @throws RangeError when a number is not an integer from 0 to 2^32 - 1, or a text of 005 exceeds 65 535 bytes
 * @see AgoraIO/Tools DynamicKey/AgoraDynamicKey/python3/src/DynamicKey.py … DynamicKey5.py (da06bfb)
 */
export function dynamicKey(parameters: DynamicKeyParameters): string {
  const { version, service, permission } = parameters
  checkText(parameters.appId, 'appId')
  checkText(parameters.certificate, 'certificate')
  checkText(parameters.channel, 'channel')
  checkUint32(parameters.unixTs, 'unixTs')
  checkUint32(parameters.randomInt, 'randomInt')
  checkService(version, service)
  checkPermission(service, permission)
  const { uid, expiredTs } = late(parameters)
  const fields = { ...parameters, uid, expiredTs, service: service ?? 'media', permission }
  if (version === 5) return writeKey5(fields, parameters.certificate)
  return writeTextKey(textVersion(version), fields, parameters.certificate)
}

/** A missing uid is not read as 0: that would be a key for everybody. */
function late({ version, uid, expiredTs }: DynamicKeyParameters): {
  uid: number
  expiredTs: number
} {
  if (version === 1) {
    if (uid === undefined && expiredTs === undefined) return { uid: 0, expiredTs: 0 }
    throw new TypeError('version 1 has neither uid nor expiredTs')
  }
  return {
    uid: checkUint32(uid as number, 'uid'),
    expiredTs: checkUint32(expiredTs as number, 'expiredTs'),
  }
}

function checkService(version: number, service: DynamicKeyService | undefined): void {
  if (service === undefined) return
  const known = ['media', 'recording', 'publicSharing', 'inChannelPermission']
  if (!known.includes(service)) throw new TypeError(`service must be one of ${known.join(', ')}`)
  if (version < 4) throw new TypeError(`version ${version} has no service`)
  if (version === 4 && service === 'inChannelPermission') {
    throw new TypeError('version 4 has no key for the service inChannelPermission')
  }
}

function checkPermission(service: DynamicKeyService | undefined, permission: unknown): void {
  if (service === 'inChannelPermission') checkText(permission, 'permission')
  else if (permission !== undefined) {
    throw new TypeError('permission belongs to the service inChannelPermission')
  }
}

function textVersion(version: unknown): TextKeyVersion {
  if (version === 1 || version === 2 || version === 3 || version === 4) return `00${version}`
  throw new TypeError('version must be 1, 2, 3, 4 or 5')
}
