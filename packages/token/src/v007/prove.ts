import type { Claims007, Service, ServiceType } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { joinUser } from '../identity.ts'
import { signerOf } from '../keys.ts'
import type { Bounds } from '../limits.ts'
import { matches } from '../match.ts'
import { checkLife, endOf } from '../time.ts'
import type { Expectation } from '../verify.ts'
import { read007 } from './read.ts'
import { signed007 } from './signed.ts'
import { isCertificate } from './signing-key.ts'

export interface Proof007 {
  readonly claims: Claims007
  readonly salt: number
  readonly signature: Uint8Array
  readonly signedBy: 'primary' | 'secondary'
  readonly expiresAt: number
}

/** Any one of these privileges lets its user in. */
const admittingPrivileges: { readonly [type in ServiceType]: readonly string[] } = {
  rtc: ['joinChannel'],
  rtm: ['login'],
  rtm2: ['login'],
  fpa: ['login'],
  chat: ['user', 'app'],
  streaming: ['publishMixStream', 'publishRawStream'],
  fcdn: ['publish', 'play'],
  apaas: ['roomUser', 'user', 'app'],
  convoAi: [],
  stt: [],
}

/** Steps 6 to 13 for a 007 token. */
export function prove007(token: string, expectation: Expectation, bounds: Bounds): Proof007 {
  const read = read007(token, bounds)
  const { claims, salt, signature } = read
  if (!read.hexAppId) {
    throw new TokenError('TOKEN_MALFORMED', 'the App ID in the token is not hexadecimal')
  }
  if (expectation.appId !== undefined && expectation.appId !== claims.appId) {
    throw new TokenError('APP_ID_MISMATCH', 'the token is of another App ID')
  }
  const signedBy = signerOf(expectation, (certificate) => {
    if (isCertificate(certificate)) return signed007(read, certificate)
    throw new TokenError('CERTIFICATE_INVALID', 'an App Certificate is 32 hexadecimal characters')
  })
  const { issuedAt, expiresInSeconds } = claims
  const admitsUntil = admissionEnd(claims, expectation)
  const life = { issuedAt, endsAt: issuedAt + (expiresInSeconds || 86_400), admitsUntil }
  const expiresAt = checkLife(life, expectation.now, expectation.futureSkewSeconds)
  return { claims, salt, signature, signedBy, expiresAt }
}

/**
 * When the last privilege to enter ends, of all services that answer what is expected: a token may
 * hold several of one type, and any one of them admits.
 */
function admissionEnd(claims: Claims007, expectation: Expectation): number | undefined {
  const { channel, service } = expectation
  const user = joinUser(expectation)
  const type = service ?? (channel !== undefined || user !== undefined ? 'rtc' : undefined)
  if (claims.services.length === 0)
    throw new TokenError('SERVICE_MISSING', 'the token holds no service')
  if (type === undefined) return Number.POSITIVE_INFINITY
  let miss: Miss = 'SERVICE_MISSING'
  let until: number | undefined
  let fits = false
  for (const service of claims.services) {
    if (service.type !== type && !(type === 'rtm' && service.type === 'rtm2')) continue
    if (channel !== undefined && !fitsChannel(service, channel)) {
      if (miss === 'SERVICE_MISSING') miss = 'CHANNEL_MISMATCH'
    } else if (user !== undefined && !fitsUser(service, user)) miss = 'UID_MISMATCH'
    else {
      fits = true
      until = later(until, serviceEnd(service, claims.issuedAt))
    }
  }
  if (!fits) throw new TokenError(miss, misses[miss])
  return until
}

type Miss = 'SERVICE_MISSING' | 'CHANNEL_MISMATCH' | 'UID_MISMATCH'

const misses: { readonly [miss in Miss]: string } = {
  SERVICE_MISSING: 'the token does not hold the service that is asked for',
  CHANNEL_MISMATCH: 'the token is of another channel',
  UID_MISMATCH: 'the token is of another user',
}

/** When the privileges to enter end; infinite = never, undefined = there is none. */
function serviceEnd(service: Service, issuedAt: number): number | undefined {
  if (typeof service.type !== 'string') return undefined
  const names = admittingPrivileges[service.type]
  if (names.length === 0) return Number.POSITIVE_INFINITY
  const privileges = service.privileges as { readonly [name: string]: number | undefined }
  let until: number | undefined
  for (const name of names) {
    const seconds = privileges[name]
    if (seconds !== undefined) until = later(until, endOf(seconds, issuedAt))
  }
  return until
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.max(a, b)
}

function fitsChannel(service: Service, channel: string): boolean {
  if ('channel' in service) return service.channel === channel || matches(service.channel, channel)
  if ('roomUuid' in service) return service.roomUuid === '' || service.roomUuid === channel
  return true // the other services know no channel
}

function fitsUser(service: Service, user: string): boolean {
  if ('uid' in service) return matches(service.uid, user)
  if ('userId' in service) return service.userId === user || isAppToken(service)
  if ('userUuid' in service) return service.userUuid === user || isAppToken(service)
  return true
}

/** Chat and APaaS: a token for the whole app, not for one user. */
function isAppToken(service: Service): boolean {
  return (
    (service.type === 'chat' || service.type === 'apaas') && service.privileges.app !== undefined
  )
}
