import { md5Hex } from '#platform'
import type { Rtm2Permissions } from '../claims.ts'
import { checkUserId } from '../parameters.ts'
import {
  absoluteEnd,
  basisOf,
  result007,
  type ShorthandResult,
  type TokenParameters,
  versionOf,
} from './result.ts'

export interface RtmTokenParameters extends TokenParameters {
  /** default 007 */
  readonly version?: '006' | '007'
  /** 1 to 255 bytes. "0" is the user "0", not any user */
  readonly userId: string
}

/**
 * Claims of a token to log in to RTM (Signaling).
 *
 * @throws TokenError by the parameter rule that is broken (`docs/errors.md`)
 * @throws TypeError for another version than 006 and 007
 */
export function rtmClaims(parameters: RtmTokenParameters): ShorthandResult {
  const basis = basisOf(parameters)
  const { appId, issuedAt, expiresInSeconds, warnings } = basis
  const userId = checkUserId(parameters.userId)
  if (versionOf(parameters.version) === '006') {
    const privileges = { rtmLogin: absoluteEnd(issuedAt, expiresInSeconds) }
    // 006 has no place for it but the channel's
    return {
      claims: {
        version: '006',
        appId,
        channel: userId,
        uid: '',
        ts: issuedAt + 86_400,
        privileges,
      },
      warnings,
    }
  }
  return result007(basis, [{ type: 'rtm', userId, privileges: { login: expiresInSeconds } }])
}

export interface Rtm2TokenParameters extends TokenParameters {
  readonly userId: string
  /** names of channels, groups and users that may be read and written */
  readonly permissions: Rtm2Permissions
}

/** Claims of a token to log in to RTM with permissions for each resource. */
export function rtm2Claims(parameters: Rtm2TokenParameters): ShorthandResult {
  const basis = basisOf(parameters)
  const { permissions } = parameters
  const userId = checkUserId(parameters.userId)
  const privileges = { login: basis.expiresInSeconds }
  return result007(basis, [{ type: 'rtm2', userId, permissions, privileges }])
}

export type ChatTokenParameters = TokenParameters &
  (
    | { readonly userId: string; readonly app?: undefined }
    | { readonly app: true; readonly userId?: undefined }
  )

/** Claims of a Chat token: for one user, or for the app (REST). */
export function chatClaims(parameters: ChatTokenParameters): ShorthandResult {
  const basis = basisOf(parameters)
  const { expiresInSeconds } = basis
  if (parameters.app) {
    return result007(basis, [{ type: 'chat', userId: '', privileges: { app: expiresInSeconds } }])
  }
  const userId = checkUserId(parameters.userId as string)
  return result007(basis, [{ type: 'chat', userId, privileges: { user: expiresInSeconds } }])
}

/** Claims of a token for FPA: 24 hours unless asked for less, as the official builder makes it. */
export function fpaClaims(parameters: TokenParameters): ShorthandResult {
  const { expiresInSeconds = 86_400 } = parameters
  const basis = basisOf({ ...parameters, expiresInSeconds })
  return result007(basis, [{ type: 'fpa', privileges: { login: 0 } }])
}

export type ApaasTokenParameters = TokenParameters &
  (
    | {
        readonly roomUuid: string
        readonly userUuid: string
        readonly role: number
        readonly app?: undefined
      }
    | { readonly userUuid: string; readonly roomUuid?: undefined; readonly app?: undefined }
    | { readonly app: true; readonly userUuid?: undefined; readonly roomUuid?: undefined }
  )

/**
 * Claims of an APaaS (Education) token: for a user in a room, for a user, or for the app. A room
 * user also gets RTM and Chat, and privilege 1 as nine of the ten official languages write it.
 */
export function apaasClaims(parameters: ApaasTokenParameters): ShorthandResult {
  const basis = basisOf(parameters)
  const { expiresInSeconds: life } = basis
  const noRoom = { type: 'apaas', roomUuid: '', role: -1 } as const
  if (parameters.app)
    return result007(basis, [{ ...noRoom, userUuid: '', privileges: { app: life } }])
  const userUuid = checkUserId(parameters.userUuid as string)
  if (parameters.roomUuid === undefined) {
    return result007(basis, [{ ...noRoom, userUuid, privileges: { user: life } }])
  }
  const { role } = parameters
  const roomUuid = checkUserId(parameters.roomUuid)
  return result007(basis, [
    { type: 'rtm', userId: userUuid, privileges: { login: life } },
    { type: 'chat', userId: md5Hex(userUuid), privileges: { user: life } },
    { type: 'apaas', roomUuid, userUuid, role, privileges: { roomUser: life } },
  ])
}
