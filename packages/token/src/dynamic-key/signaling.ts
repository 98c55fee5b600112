import { md5Hex, toHex } from '#platform'
import { utf8 } from '../bytes/utf8.ts'
import type { SignalingClaims } from '../claims.ts'
import { malformed } from '../errors.ts'
import { checkText } from './fields.ts'
import type { DynamicKey } from './read.ts'

export interface SignalingTokenParameters {
  /** 32 hexadecimal characters, written and signed as they are */
  readonly appId: string
  readonly certificate: string
  /** who may log in: signed, but not carried by the token */
  readonly account: string
  /** when the token ends, Unix seconds: a whole number from 0 */
  readonly expiredTs: number
}

/**
 * The login token of the old signaling service: `1:<App ID>:<expiry>:<MD5>`. Nothing but MD5 over text
 * that ends in the certificate protects it: only for systems that know nothing better.
 *
 * @throws TypeError when a text is not a string or `expiredTs` is not a number
 * @throws RangeError when `expiredTs` is not a whole number from 0 to 2^53 - 1
 * @see AgoraIO/Tools DynamicKey/AgoraDynamicKey/python3/src/SignalingToken.py (da06bfb)
 */
export function signalingToken(parameters: SignalingTokenParameters): string {
  const { appId, certificate, account, expiredTs } = parameters
  checkText(appId, 'appId')
  checkText(certificate, 'certificate')
  checkText(account, 'account')
  if (typeof expiredTs !== 'number') throw new TypeError('expiredTs must be a number')
  if (!Number.isSafeInteger(expiredTs) || expiredTs < 0) {
    throw new RangeError('expiredTs must be a whole number of seconds, not below 0')
  }
  const digest = signalingDigest({ version: 'signaling', appId, expiredTs }, account, certificate)
  return `1:${appId}:${expiredTs}:${digest}`
}

/** @throws TokenError `TOKEN_MALFORMED` */
export function readSignalingToken(text: string): DynamicKey {
  const parts = /^1:([0-9a-fA-F]{32}):(0|[1-9]\d{0,15}):([0-9a-f]{32})$/.exec(text)
  if (!Number.isSafeInteger(Number(parts?.[2]))) throw malformed('no signaling token')
  const [, appId, expiredTs, signature] = parts as unknown as [string, string, string, string]
  const claims: SignalingClaims = { version: 'signaling', appId, expiredTs: Number(expiredTs) }
  return { claims, signature, payload: toHex(utf8(text.slice(2))), canonical: true }
}

/** MD5 of account, App ID, certificate and expiry, with nothing between them, as lower-case hex. */
export function signalingDigest(
  claims: SignalingClaims,
  account: string,
  certificate: string,
): string {
  return md5Hex(account + claims.appId + certificate + claims.expiredTs)
}
