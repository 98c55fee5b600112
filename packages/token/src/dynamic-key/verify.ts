import { decodeBase64 } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/equal.ts'
import { utf8 } from '../bytes/utf8.ts'
import type { DynamicKeyClaims, DynamicKeyService, SignalingClaims } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { type Keys, signerOf } from '../keys.ts'
import { checkText } from './fields.ts'
import { type DynamicKey, type DynamicKeyVersion, readDynamicKey } from './read.ts'
import { signalingDigest } from './signaling.ts'
import { textKeySignature } from './text-keys.ts'
import { key5Signature } from './v5.ts'

interface DynamicKeyBinding {
  /** Unix seconds */
  readonly now: number
  /** when given, the App ID the key must be of */
  readonly appId?: string
  /** the channel to enter: needed for a Channel Key, which signs it without carrying it */
  readonly channel?: string
  /** the user to admit, 0 to 2^32 - 1. Without it only a key for any user (uid 0) passes where the uid is not carried */
  readonly uid?: number
  /** the account to log in: needed for a signaling token, which signs it without carrying it */
  readonly account?: string
  /** what the key is used for. 004 is tried as `media` without it; 005 carries it */
  readonly service?: DynamicKeyService
  /** how long after its making a Channel Key may be used to enter. Default 86 400 */
  readonly windowSeconds?: number
  /** how far ahead the making may lie. Default 300 */
  readonly futureSkewSeconds?: number
}

export type DynamicKeyExpectation = DynamicKeyBinding & Keys

/** A Channel Key or signaling token that was signed for just this use, and may be used now. */
export interface VerifiedDynamicKey {
  readonly proven: true
  readonly version: DynamicKeyVersion
  readonly claims: DynamicKeyClaims | SignalingClaims
  readonly salt: number
  readonly signature: string
  readonly signedBy: 'primary' | 'secondary'
  /** Unix seconds; absent in a signaling token */
  readonly issuedAt?: number
  /** when the member is put out, Unix seconds; absent when never */
  readonly expiresAt?: number
}

const defaultWindowSeconds = 86_400

/**
 * Proves a Channel Key or a signaling token: form, App ID, signature, what it carries of uid and
 * service, window of entry, expiry; in this order.
 *
 * @throws TypeError when the expectation lacks the channel or the account that was signed
 * @throws TokenError as `inspect`, `APP_ID_MISMATCH`, `TOKEN_SIGNATURE_MISMATCH` (also
 *   for another channel, and for another uid where the key does not carry it), `SERVICE_MISSING`,
 *   `UID_MISMATCH`, `TOKEN_TIMEOUT`, `TOKEN_EXPIRED`, `CERTIFICATE_INVALID`
 */
export function verifyDynamicKey(
  text: string,
  version: DynamicKeyVersion,
  expectation: DynamicKeyExpectation,
): VerifiedDynamicKey {
  const key = readDynamicKey(text, version)
  if (!Number.isFinite(expectation.now)) throw new TypeError('now must be a number')
  const { claims, signature } = key
  const salt = claims.version === 'signaling' ? 0 : claims.randomInt
  checkAppId(claims, expectation.appId)
  const signedBy = signer(text, key, expectation)
  if (claims.version !== 'signaling') {
    checkCarried(claims, expectation)
    checkWindow(claims.unixTs, expectation)
  }
  const { expiredTs } = claims
  if (expiredTs && expectation.now >= expiredTs) {
    throw new TokenError('TOKEN_EXPIRED', `the key ended at ${expiredTs}`)
  }
  const issuedAt = claims.version === 'signaling' ? {} : { issuedAt: claims.unixTs }
  const expiresAt = expiredTs ? { expiresAt: expiredTs } : {}
  return { proven: true, version, claims, salt, signature, signedBy, ...issuedAt, ...expiresAt }
}

/** 005 carries the App ID as bytes, so there its letter case says nothing. */
function checkAppId(claims: DynamicKeyClaims | SignalingClaims, appId: string | undefined): void {
  if (appId === undefined) return
  const expected = claims.version === '005' ? appId.toLowerCase() : appId
  if (claims.appId === expected) return
  throw new TokenError('APP_ID_MISMATCH', 'the key is of another App ID')
}

function signer(
  text: string,
  key: DynamicKey,
  expectation: DynamicKeyExpectation,
): 'primary' | 'secondary' {
  const signaturesUnder = signing(text, key.claims, expectation)
  const actual = utf8(key.signature)
  return signerOf(expectation, (certificate) => {
    const equal = signaturesUnder(checkCertificate(certificate)).map((signature) =>
      equalBytes(utf8(signature), actual),
    )
    return equal.includes(true)
  })
}

/** 005 decodes its certificate: what is not hex would be an empty key, under which anybody can sign. */
function checkCertificate(certificate: string): string {
  if (/^[0-9a-f]{32}$/i.test(certificate)) return certificate
  throw new TokenError('CERTIFICATE_INVALID', 'the certificate is not 32 hexadecimal characters')
}

/** The signatures that would do under a certificate: for the user, and for any user (uid 0). */
function signing(
  text: string,
  claims: DynamicKeyClaims | SignalingClaims,
  { channel, account, uid, service }: DynamicKeyBinding,
): (certificate: string) => string[] {
  if (claims.version === 'signaling') {
    checkText(account, 'account')
    return (certificate) => [signalingDigest(claims, account, certificate)]
  }
  checkText(channel, 'channel')
  const { version } = claims
  const uids = claims.uid !== undefined ? [claims.uid] : uid ? [uid, 0] : [0]
  if (version === '005') {
    const bytes = decodeBase64(text.slice(3))
    return (certificate) =>
      uids.map((uid) => key5Signature(bytes, { channel, uid }, certificate).toLowerCase())
  }
  if (version === '004' && service === 'inChannelPermission') throw notFor(service)
  const fields = {
    ...claims,
    expiredTs: claims.expiredTs ?? 0,
    channel,
    service: service ?? 'media',
  }
  return (certificate) =>
    uids.map((uid) => textKeySignature(version, { ...fields, uid }, certificate))
}

function checkCarried(claims: DynamicKeyClaims, { uid, service }: DynamicKeyBinding): void {
  if (claims.version === '005' && service !== undefined && claims.service !== service) {
    throw notFor(service)
  }
  if (claims.uid && uid !== undefined && claims.uid !== uid) {
    throw new TokenError('UID_MISMATCH', `the key is for uid ${claims.uid}, not ${uid}`)
  }
}

function checkWindow(unixTs: number, binding: DynamicKeyBinding): void {
  const { now, windowSeconds = defaultWindowSeconds, futureSkewSeconds = 300 } = binding
  if (unixTs > now + futureSkewSeconds) {
    throw new TokenError('TOKEN_FROM_FUTURE', `the key was made ${unixTs - now} seconds from now`)
  }
  if (now > unixTs + windowSeconds) {
    const what = `the key was made at ${unixTs}, too long ago to enter with it`
    throw new TokenError('TOKEN_TIMEOUT', what)
  }
}

function notFor(service: DynamicKeyService): TokenError {
  return new TokenError('SERVICE_MISSING', `the key is not for the service ${service}`)
}
