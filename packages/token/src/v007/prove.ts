import type { Claims007, Service, ServiceType } from '../claims.ts'
import { TokenError } from '../errors.ts'
import { joinUser } from '../identity.ts'
import { signerOf } from '../keys.ts'
import type { Bounds } from '../limits.ts'
import { matches } from '../match.ts'
import { checkLife } from '../time.ts'
import type { Expectation } from '../verify.ts'
import { isHexId } from './layout.ts'
import { read007, signed007 } from './read.ts'

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
  if (!isHexId(claims.appId))
    throw new TokenError('TOKEN_MALFORMED', 'the App ID in the token is not hexadecimal')
  if (expectation.appId !== undefined && expectation.appId !== claims.appId) {
    throw new TokenError('APP_ID_MISMATCH', 'the token is of another App ID')
  }
  const signedBy = signerOf(expectation, (certificate) => {
    if (!isHexId(certificate))
      throw new TokenError('CERTIFICATE_INVALID', 'an App Certificate is 32 hexadecimal characters')
    return signed007(read, certificate)
  })
  const fitting = fittingServices(claims, expectation)
  const { issuedAt, expiresInSeconds } = claims
  const endsAt = issuedAt + (expiresInSeconds || 86_400)
  const admitting = fitting.flatMap((service) => endsOf(service, issuedAt))
  const type = fitting[0]?.type
  const needsPrivilege = typeof type === 'string' && admittingPrivileges[type].length > 0
  const life = { issuedAt, endsAt, admitting, needsPrivilege }
  const expiresAt = checkLife(life, expectation.now, expectation.futureSkewSeconds)
  return { claims, salt, signature, signedBy, expiresAt }
}

/** When the privileges to enter end, absolute; 0 = never. */
function endsOf(service: Service, issuedAt: number): number[] {
  const ends: number[] = []
  if (typeof service.type !== 'string') return ends
  const privileges = service.privileges as { readonly [name: string]: number | undefined }
  for (const name of admittingPrivileges[service.type]) {
    const seconds = privileges[name]
    if (seconds !== undefined) ends.push(seconds === 0 ? 0 : issuedAt + seconds)
  }
  return ends
}

/** The services that answer what is expected; empty when nothing in particular is. */
function fittingServices(claims: Claims007, expectation: Expectation): readonly Service[] {
  const { services } = claims
  if (services.length === 0) throw new TokenError('SERVICE_MISSING', 'the token holds no service')
  const user = joinUser(expectation)
  const { channel } = expectation
  const type =
    expectation.service ?? (channel !== undefined || user !== undefined ? 'rtc' : undefined)
  if (type === undefined) return []
  const ofType = services.filter(
    (service) => service.type === type || (type === 'rtm' && service.type === 'rtm2'),
  )
  if (ofType.length === 0)
    throw new TokenError('SERVICE_MISSING', `the token holds no service ${type}`)
  const ofChannel = ofType.filter(
    (service) => channel === undefined || fitsChannel(service, channel),
  )
  if (ofChannel.length === 0)
    throw new TokenError('CHANNEL_MISMATCH', 'the token is of another channel')
  const ofUser = ofChannel.filter((service) => user === undefined || fitsUser(service, user))
  if (ofUser.length === 0) throw new TokenError('UID_MISMATCH', 'the token is of another user')
  return ofUser
}

function fitsChannel(service: Service, channel: string): boolean {
  if ('channel' in service) return matches(service.channel, channel)
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
