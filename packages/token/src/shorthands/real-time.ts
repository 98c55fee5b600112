import type {
  Privileges,
  RtcPrivilege,
  RtcService,
  RtmService,
  Service,
  Warning,
} from '../claims.ts'
import { capExpiry, checkChannel, checkRole, checkUserId, type Role } from '../parameters.ts'
import { warningsOf } from '../warnings.ts'
import {
  absoluteEnd,
  type Basis,
  basisOf,
  result007,
  type ShorthandResult,
  type TokenParameters,
  versionOf,
} from './result.ts'
import { type Subject, subjectText } from './subject.ts'

export type RtcTokenParameters = TokenParameters &
  Subject & {
    /** default 007 */
    readonly version?: '006' | '007'
    /** 1 to 64 bytes of the 89 characters; in 007 also `*` and patterns such as `room-*` */
    readonly channel: string
    /** default publisher. It counts only where co-host authentication is on */
    readonly role?: Role | number
    /** life of the privileges, seconds; 0 = no end of their own, longer than 24 h is cut. Default: that of the token */
    readonly privilegeExpiresInSeconds?: number
    /** life of each privilege, seconds, instead of the role's */
    readonly privileges?: Privileges<RtcPrivilege>
    /** 007 only: adds an RTM login for this user to the same token */
    readonly rtmUserId?: string
  }

const publisher = ['joinChannel', 'publishAudio', 'publishVideo', 'publishData'] as const

/**
 * Claims of a token to join a channel.
 *
 * @throws TokenError by the parameter rule that is broken (`docs/errors.md`)
 * @throws TypeError for another version than 006 and 007, and for no or two subjects
 */
export function rtcClaims(parameters: RtcTokenParameters): ShorthandResult {
  const version = versionOf(parameters.version)
  const { rtmUserId } = parameters
  const wildcards = version === '007'
  const basis = basisOf(parameters)
  const channel = checkChannel(parameters.channel, { wildcards })
  const uid = subjectText(parameters, { wildcards })
  const privileges = privilegesOf(parameters, basis)
  if (version === '006') {
    if (rtmUserId !== undefined) throw new TypeError('a 006 token holds one service only')
    return linted(rtc006({ channel, uid, privileges }, basis), basis)
  }
  const services: Service[] = [{ type: 'rtc', channel, uid, privileges }]
  if (rtmUserId !== undefined) services.push(rtmLogin(rtmUserId, basis.expiresInSeconds))
  return linted(result007(basis, services), basis)
}

function privilegesOf(parameters: RtcTokenParameters, basis: Basis): Privileges<RtcPrivilege> {
  const { role = 'publisher', privileges, version = '007' } = parameters
  const settled = checkRole(role, version)
  if (privileges !== undefined) return cappedAll(privileges, basis.warn)
  const { privilegeExpiresInSeconds = basis.expiresInSeconds } = parameters
  const seconds = capEnd(privilegeExpiresInSeconds, basis.warn)
  const names = settled === 'publisher' ? publisher : publisher.slice(0, 1)
  const granted: { [name in RtcPrivilege]?: number } = {}
  for (const name of names) granted[name] = seconds // an object from entries costs more than the rest of a token
  return granted
}

function cappedAll<Name extends string>(
  privileges: Privileges<Name>,
  warn: (warning: Warning) => void,
): Privileges<Name> {
  const entries = Object.entries(privileges).filter(([, seconds]) => seconds !== undefined)
  const capped = entries.map(([name, seconds]) => [name, capEnd(seconds as number, warn)])
  return Object.fromEntries(capped)
}

/** 0 stays: a privilege without an end of its own is nothing to warn of. */
function capEnd(seconds: number, warn: (warning: Warning) => void): number {
  return seconds === 0 ? 0 : capExpiry(seconds, warn)
}

function rtc006(service: Omit<RtcService, 'type'>, basis: Basis): ShorthandResult {
  const { appId, issuedAt, warnings } = basis
  const absolute = Object.entries(service.privileges).map(([name, seconds]) => [
    name,
    absoluteEnd(issuedAt, seconds as number),
  ])
  const { channel, uid } = service
  const privileges = Object.fromEntries(absolute)
  return {
    claims: { version: '006', appId, channel, uid, ts: issuedAt + 86_400, privileges },
    warnings,
  }
}

/** Adds what a reader of the finished token would warn of. */
function linted(result: ShorthandResult, basis: Basis): ShorthandResult {
  for (const warning of warningsOf(result.claims, [])) basis.warn(warning)
  return result
}

function rtmLogin(userId: string, expiresInSeconds: number): RtmService {
  return { type: 'rtm', userId: checkUserId(userId), privileges: { login: expiresInSeconds } }
}

export type AgentTokenParameters = Omit<RtcTokenParameters, 'version'> & Subject

/** Claims for a conversational AI agent: RTC, RTM if asked for, and the ConvoAI service. */
export function convoAiClaims(parameters: AgentTokenParameters): ShorthandResult {
  return withService(parameters, { type: 'convoAi', privileges: {} })
}

/** Claims for speech to text: RTC, RTM if asked for, and the STT service. */
export function sttClaims(parameters: AgentTokenParameters): ShorthandResult {
  return withService(parameters, { type: 'stt', privileges: {} })
}

function withService(parameters: AgentTokenParameters, service: Service): ShorthandResult {
  const { claims, warnings } = rtcClaims({ ...parameters, version: '007' })
  if (claims.version !== '007') throw new TypeError('a 006 token holds one service only')
  return { claims: { ...claims, services: [...claims.services, service] }, warnings }
}

export type StreamingTokenParameters = TokenParameters &
  Subject & {
    readonly channel: string
    /** seconds, longer than 24 h is cut; default: both privileges, for the life of the token */
    readonly privileges?: Privileges<'publishMixStream' | 'publishRawStream'>
  }

/** Claims of a token for the Streaming service. */
export function streamingClaims(parameters: StreamingTokenParameters): ShorthandResult {
  const basis = basisOf(parameters)
  const { expiresInSeconds: life } = basis
  const { privileges: given = { publishMixStream: life, publishRawStream: life } } = parameters
  const privileges = cappedAll(given, basis.warn)
  const services = [{ type: 'streaming', ...placeOf(parameters), privileges }] as const
  return linted(result007(basis, services), basis)
}

export type FcdnTokenParameters = TokenParameters &
  Subject & {
    readonly channel: string
    /** seconds, longer than 24 h is cut; default: both privileges, for the life of the token */
    readonly privileges?: Privileges<'publish' | 'play'>
  }

/** Claims of a token for the Fusion CDN service. */
export function fcdnClaims(parameters: FcdnTokenParameters): ShorthandResult {
  const basis = basisOf(parameters)
  const { expiresInSeconds: life } = basis
  const privileges = cappedAll(parameters.privileges ?? { publish: life, play: life }, basis.warn)
  const services = [{ type: 'fcdn', ...placeOf(parameters), privileges }] as const
  return linted(result007(basis, services), basis)
}

function placeOf(parameters: Subject & { readonly channel: string }): {
  channel: string
  uid: string
} {
  const channel = checkChannel(parameters.channel, { wildcards: true })
  return { channel, uid: subjectText(parameters, { wildcards: true }) }
}
