import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { clean } from '../observe/clean.ts'
import type { Issuer } from './issuer.ts'
import type { JwtReason } from './jwt-reasons.ts'
import { type KeySet, KeysUnavailable } from './key-set.ts'

/** An issuer that is kept, and its keys. */
export interface KnownIssuer {
  readonly issuer: Issuer
  readonly keys: KeySet
}

/** Whom a JWT proves, or why it proves nobody. */
export type Proof =
  | {
      readonly good: true
      /** the issuer's id, which has no colon, and whom the issuer says it is */
      readonly callerId: string
      /** all that it says; `sub` is the subject */
      readonly claims: Readonly<Record<string, unknown>>
    }
  | {
      readonly good: false
      readonly reason: JwtReason
      /** for owners; holds what the token says, but not the token */
      readonly message: string
    }

const mostCharacters = 8192
const toleranceSeconds = 30
const mostSubjectCharacters = 255
const types: readonly unknown[] = [
  undefined,
  'jwt',
  'at+jwt',
  'application/jwt',
  'application/at+jwt',
]

/**
 * Proves a JWT at `at` (Unix seconds). What its header says of keys is not looked at, but for the id of one that the issuer
 * publishes.
 *
 * @param find - the issuer with this `iss`
 * @see RFC 7519 §7.2, RFC 8725
 */
export async function proveJwt(
  text: string,
  find: (iss: string) => KnownIssuer | undefined,
  at: number,
): Promise<Proof> {
  if (text.length > mostCharacters) return refused('JWT_TOO_LONG', `it has ${text.length}`)
  const read = readUnproven(text)
  if (read === undefined) return refused('JWT_MALFORMED', 'it cannot be read')
  const { iss, typ, crit } = read
  // what the header insists on that its reader understands: no such thing is understood here
  if (crit !== undefined) return refused('JWT_MALFORMED', `crit is ${said(crit)}`)
  const known = typeof iss === 'string' ? find(iss) : undefined
  if (known === undefined) return refused('JWT_ISSUER_UNKNOWN', `iss is ${said(iss)}`)
  if (!types.includes(typeof typ === 'string' ? typ.toLowerCase() : typ)) {
    return refused('JWT_TYPE', `typ is ${said(typ)}`)
  }
  const { issuer, keys } = known
  if (!issuer.enabled) return refused('JWT_ISSUER_DISABLED', `it is ${issuer.id}`)
  try {
    const { payload } = await jwtVerify(text, (header) => keys.keyFor(header, at), {
      algorithms: [...issuer.algorithms],
      issuer: issuer.issuer,
      audience: [...issuer.audience],
      requiredClaims: ['exp'],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(at * 1000),
    })
    return proofOf(issuer, payload)
  } catch (error) {
    return refusalOf(error, issuer, { ...read, at })
  }
}

interface Unproven {
  readonly iss: unknown
  readonly aud: unknown
  readonly exp: unknown
  readonly typ: unknown
  readonly alg: unknown
  readonly kid: unknown
  readonly crit: unknown
}

/** What a token says of itself, which anybody can write. */
function readUnproven(text: string): Unproven | undefined {
  try {
    const { alg, kid, typ, crit } = decodeProtectedHeader(text) as Record<string, unknown>
    const { iss, aud, exp } = decodeJwt(text)
    return { alg, kid, typ, crit, iss, aud, exp }
  } catch {
    return undefined
  }
}

function proofOf(issuer: Issuer, payload: JWTPayload): Proof {
  const value = payload[issuer.claim]
  const subject = Number.isSafeInteger(value) ? `${value}` : value
  if (typeof subject !== 'string' || !isName(subject)) {
    return refused('JWT_SUBJECT', `${issuer.claim} is ${said(value)}`)
  }
  return { good: true, callerId: `${issuer.id}:${subject}`, claims: { ...payload, sub: subject } }
}

/** Fit for logs, ledgers and rules. */
function isName(text: string): boolean {
  if (text === '' || text.length > mostSubjectCharacters) return false
  return !/[\p{Cc}\p{Cs}]/u.test(text)
}

function refusalOf(
  error: unknown,
  issuer: Issuer,
  { alg, kid, aud, exp, at }: Unproven & { readonly at: number },
): Proof {
  if (error instanceof KeysUnavailable) return refused('JWT_KEYS_UNAVAILABLE', issuer.jwksUrl)
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return refused('JWT_ALGORITHM', `alg is ${said(alg)}, not ${issuer.algorithms.join(' or ')}`)
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused('JWT_SIGNATURE', `of the key ${said(kid)} of ${issuer.id}`)
  }
  if (error instanceof errors.JWTExpired) {
    return refused('JWT_EXPIRED', `${at - Number(exp)} seconds ago`)
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim, message } = error
    if (claim === 'aud') {
      return refused('JWT_AUDIENCE', `aud is ${said(aud)}, not ${issuer.audience.join(' or ')}`)
    }
    const early = claim === 'nbf' && error.reason === 'check_failed'
    return refused(early ? 'JWT_NOT_YET' : 'JWT_CLAIM', message)
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return refused('JWT_MALFORMED', error.message)
  }
  return refused('JWT_KEY_UNKNOWN', `kid is ${said(kid)}, alg is ${said(alg)}`)
}

function refused(reason: JwtReason, message: string): Proof {
  return { good: false, reason, message }
}

/** A value of a token that proves nothing, made fit to be shown. */
function said(value: unknown): string {
  return value === undefined ? 'missing' : clean(JSON.stringify(value)).slice(0, 200)
}
