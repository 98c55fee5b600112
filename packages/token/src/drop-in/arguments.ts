/**
 * What the positional arguments of the originals mean. They are read as the originals read them
 * wherever that gives the token that was meant; the rest is refused instead of signed.
 */
import { TokenError } from '../errors.ts'

const maxUint32 = 0xffffffff

/** @throws TypeError, or TokenError `APP_ID_INVALID` */
export function checkAppId(appId: unknown): asserts appId is string {
  if (isHexId(appId, 'the App ID')) return
  throw new TokenError('APP_ID_INVALID', 'an App ID is 32 hexadecimal characters')
}

/** @throws TypeError, or TokenError `CERTIFICATE_INVALID` */
export function checkCertificate(certificate: unknown): asserts certificate is string {
  if (isHexId(certificate, 'the App Certificate')) return
  throw new TokenError('CERTIFICATE_INVALID', 'an App Certificate is 32 hexadecimal characters')
}

/** @throws TypeError when `value` is not a string */
export function readText(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw new TypeError(`${name} must be a string, not ${kindOf(value)}`)
}

/**
 * A user: text as it is, a number as its decimal digits. The number 0 means any user, which a token
 * says with an empty text; the text `"0"` is the account of that name.
 *
 * @throws TypeError when `value` is neither a string nor a number
 * @throws RangeError when it is a number but not an integer from 0 to 2^32 - 1
 */
export function readUser(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'number') {
    throw new TypeError(`${name} must be a string or a number, not ${kindOf(value)}`)
  }
  if (!Number.isInteger(value) || value < 0 || value > maxUint32) {
    throw new RangeError(`${name} must be an integer from 0 to 4294967295, not ${value}`)
  }
  return value === 0 ? '' : String(value)
}

/**
 * Seconds: a number, or the text of one. A fraction is cut off.
 *
 * @throws TypeError when `value` is neither
 * @throws RangeError when it is not from 0 to 2^32 - 1, NaN included
 */
export function readSeconds(value: unknown, name: string): number {
  const text = typeof value === 'string'
  if (!text && typeof value !== 'number') {
    throw new TypeError(`${name} must be a number of seconds, not ${kindOf(value)}`)
  }
  const seconds = text && value.trim() === '' ? Number.NaN : Number(value)
  if (seconds >= 0 && seconds <= maxUint32) return Math.trunc(seconds)
  throw new RangeError(`${name} must be from 0 to 4294967295 seconds`)
}

/**
 * A role, which the originals compare with `==`: a number, its text, `true` or a bigint. No role at
 * all, or a text that is no number, equals none (NaN). A blank text equals 0 for them: refused.
 *
 * @throws TypeError when `value` is anything else
 */
export function readRole(value: unknown): number {
  if (value === undefined || value === null) return Number.NaN
  const blank = typeof value === 'string' && value.trim() === ''
  if (!blank && (value === true || ['number', 'string', 'bigint'].includes(typeof value))) {
    return Number(value)
  }
  throw new TypeError(`role must be a number, not ${blank ? 'an empty string' : kindOf(value)}`)
}

function isHexId(value: unknown, name: string): boolean {
  return /^[0-9a-fA-F]{32}$/.test(readText(value, name))
}

/** The kind only: the value may be a secret in the wrong place. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'object') return 'an object'
  return value === undefined ? 'undefined' : `a ${typeof value}`
}
