import { type Claims007, inspect, isTokenError, verify } from '@symbolon/token'
import type { StoredBans } from '../bans/stored-bans.ts'
import { ServerError } from '../errors.ts'
import type { SigningProject, SigningProjects } from '../projects/signing-projects.ts'
import type { Place } from './place.ts'

/** Who listens, as the token proved it. */
export interface Listener extends Place {
  /** Unix seconds, by the clock of tokens; from then on the token proves nothing */
  readonly expiresAt: number
  /** what the token is signed with */
  readonly certificate: string
}

export interface ListenerFacts {
  readonly projects: Pick<SigningProjects, 'find'>
  readonly bans: Pick<StoredBans, 'of'>
}

/**
 * Whom a token lets listen: the one user that it names, in the one channel that it names. Other tokens are good for joins
 * alone, for whoever holds them could listen to somebody else. Pure; `now` is Unix seconds.
 *
 * @throws ServerError `LISTENER_UNPROVEN`, the same for whatever is wrong; `LISTENER_UNBOUND`; `SUBJECT_BANNED`
 */
export function listenerOf(token: string, facts: ListenerFacts, now: number): Listener {
  const proven = provenBy(token, facts, now)
  if (proven === undefined) throw new ServerError('LISTENER_UNPROVEN', unproven)
  const { project, claims, expiresAt, certificate } = proven
  const service = claims.services.find(({ type }) => type === 'rtc')
  if (service?.type !== 'rtc' || isMany(service.channel) || isMany(service.uid)) {
    throw new ServerError('LISTENER_UNBOUND', 'The token names no single user in a single channel.')
  }
  const { channel, uid: subject } = service
  const listener = { appId: project.appId, channel, subject, expiresAt, certificate }
  const until = bannedUntil(listener, facts, now)
  if (until === undefined) return listener
  throw new ServerError('SUBJECT_BANNED', `The user is banned until ${utc(until)}.`)
}

const unproven = 'Send an RTC token of this server that admits now, as "Authorization: Bearer …".'

/** Why a listener may listen no longer, if that is so. */
export function endOf(
  listener: Listener,
  facts: ListenerFacts,
  now: number,
): { readonly bannedUntil?: number } | undefined {
  const until = bannedUntil(listener, facts, now)
  if (until !== undefined) return { bannedUntil: until }
  const project = facts.projects.find(listener.appId)
  const certificates = [project?.certificate, project?.secondaryCertificate]
  const stands = project?.enabled && certificates.includes(listener.certificate)
  return stands && now < listener.expiresAt ? undefined : {}
}

interface Proven {
  readonly project: SigningProject
  readonly claims: Claims007
  readonly expiresAt: number
  readonly certificate: string
}

/** A 006 token says nothing of its channel that it would prove, so none of them is. */
function provenBy(token: string, { projects }: ListenerFacts, now: number): Proven | undefined {
  try {
    const { claims: said } = inspect(token)
    if (said.version !== '007') return undefined
    const project = projects.find(said.appId)
    if (project?.certificate === undefined || !project.enabled) return undefined
    const { certificate: primary, secondaryCertificate: secondary } = project
    const keyring = { primary, secondary }
    const expected = { keyring, now, appId: said.appId, service: 'rtc' } as const
    const { claims, expiresAt = 0, signedBy } = verify(token, expected)
    const certificate = keyring[signedBy]!
    return { project, claims: claims as Claims007, expiresAt, certificate }
  } catch (error) {
    if (isTokenError(error)) return undefined
    throw error
  }
}

/** Nobody in particular, or a pattern. */
function isMany(name: string): boolean {
  return name === '' || name === '0' || name.includes('*')
}

function bannedUntil(listener: Listener, { bans }: ListenerFacts, now: number): number | undefined {
  return bans.of(listener.appId)?.find(listener, now)?.until
}

function utc(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`
}
