import { type Claims, type KnownService, mint, mintSigned, type Service } from '@symbolon/token'
import { daySeconds } from '../day.ts'
import type { End, Grant, Issued, RequestedService } from '../issue.ts'
import type { SigningProjects } from '../projects/signing-projects.ts'
import { idOfSignature } from '../token-id.ts'
import { renewalAt } from './renewal.ts'

/** Turns what policy allowed into a signed token, at `at` (Unix seconds). Sees the certificate; no other step does. */
export function mintGrant(projects: SigningProjects): (grant: Grant, at: number) => Issued {
  return (grant, at) => {
    const { certificate, certificateId } = projects.find(grant.appId) ?? {}
    if (certificate === undefined)
      throw new TypeError('policy let a project through that cannot sign')
    const claims = claimsOf(grant, at)
    const { version, appId, warnings } = grant
    // only where a ledger is kept does anything go by its id
    const { token, signature } =
      certificateId === undefined
        ? { token: mint(claims, certificate), signature: '' }
        : mintSigned(claims, certificate)
    const expiresAt = endOf(claims, at)
    return {
      token,
      version,
      appId,
      issuedAt: at,
      expiresAt,
      renewAt: renewalAt(claims, expiresAt, at),
      warnings,
      signed:
        certificateId === undefined
          ? undefined
          : { tokenId: idOfSignature(signature), certificateId },
    }
  }
}

// Objects are written out rather than spread: a spread here costs more than the token itself.
function claimsOf(grant: Grant, at: number): Claims {
  const { version, appId, expiresInSeconds, services } = grant
  if (version === '006') return claims006(appId, services[0]!, at)
  const settled = services.map((service) => service007(service, at))
  return { version, appId, issuedAt: at, expiresInSeconds, services: settled }
}

function claims006(appId: string, service: RequestedService, at: number): Claims {
  const ts = at + daySeconds // the official builders give every token a day, and let privileges end earlier
  if (service.type === 'rtm') {
    const privileges = { rtmLogin: absolute(service.privileges.login ?? 0, at) }
    return { version: '006', appId, channel: service.userId, uid: '', ts, privileges }
  }
  if (service.type !== 'rtc') {
    throw new TypeError('policy let a service through that 006 cannot hold')
  }
  const { channel, uid } = service
  const privileges: Record<string, number> = {}
  for (const name in service.privileges) privileges[name] = absolute(service.privileges[name]!, at)
  return { version: '006', appId, channel, uid, ts, privileges }
}

/** The service with every end in seconds after `at`. */
function service007(service: RequestedService, at: number): KnownService {
  if (hasOnlySpans(service.privileges)) return service as KnownService
  const privileges: Record<string, number> = {}
  for (const name in service.privileges) privileges[name] = relative(service.privileges[name]!, at)
  return { ...service, privileges } as KnownService
}

function hasOnlySpans(privileges: Readonly<Record<string, End>>): boolean {
  for (const name in privileges) if (typeof privileges[name] !== 'number') return false
  return true
}

/** 0 seconds is no end of its own in both versions. What shall end at once is negative here. */
function absolute(end: End, at: number): number {
  if (typeof end === 'number') return end === 0 ? 0 : at + end
  return end.at
}

/** An end in the past becomes one second: 0 would be no end at all. */
function relative(end: End, at: number): number {
  if (typeof end === 'number') return end
  return end.at === 0 ? 0 : Math.max(1, end.at - at)
}

/** When the token stops admitting, to the first of its services: its own end, or that of the privilege to enter. */
function endOf(claims: Claims, at: number): number {
  if (claims.version === '007') {
    let seconds = Math.min(claims.expiresInSeconds || daySeconds, daySeconds)
    for (const service of claims.services) seconds = Math.min(seconds, admits(service))
    return at + seconds
  }
  const enter = claims.privileges.joinChannel ?? claims.privileges.rtmLogin ?? 0
  return enter === 0 ? claims.ts : Math.min(claims.ts, enter)
}

/** For how many seconds a service lets its user in. Outside RTC each privilege does, so the last one counts. */
function admits({ type, privileges }: Service): number {
  const named: Readonly<Record<string, number>> = privileges
  if (type === 'rtc') return named.joinChannel || Number.POSITIVE_INFINITY
  let last = 0
  for (const name in named) {
    if (named[name] === 0) return Number.POSITIVE_INFINITY
    last = Math.max(last, named[name]!)
  }
  return last || Number.POSITIVE_INFINITY
}
