import type { Rtm2Permissions as PermissionClaims } from '../claims.ts'
import { readSeconds, readUser } from './arguments.ts'
import { sign007 } from './sign.ts'

/** Which names a user may read or write, by kind of resource. The last `add` for a pair counts. */
export class Rtm2Permissions {
  static readonly kMessageChannels: number = 0
  static readonly kStreamChannels: number = 1
  static readonly kGroupChannels: number = 2
  static readonly kServerGroups: number = 3
  static readonly kUsers: number = 4
  static readonly kRead: number = 0
  static readonly kWrite: number = 1

  details: { [resourceType: number]: { [permissionType: number]: string[] } } = {}

  /** @throws TypeError when `resources` is one text, which would be taken for a list of letters */
  add(resourceType: number, permissionType: number, resources: string[]): void {
    if (typeof resources === 'string') throw new TypeError('resources must be an array of strings')
    const permissions = this.details[resourceType] ?? {}
    permissions[permissionType] = Array.from(resources)
    this.details[resourceType] = permissions
  }
}

/**
 * Tokens to log in to messaging. `userId` may be a number, which the original's types promise and its
 * code refuses; 0 is written as an empty text, as there. Errors as of `RtcTokenBuilder`.
 */
export const RtmTokenBuilder = {
  /** @param expire - seconds from now, of token and login alike */
  buildToken(
    ...parameters: [appId: string, appCertificate: string, userId: string | number, expire: number]
  ): string {
    const [appId, appCertificate, userId, expire] = parameters
    const login = readSeconds(expire, 'expire')
    const user = readUser(userId, 'userId')
    const service = { type: 'rtm', userId: user, privileges: { login } } as const
    return sign007({ appId, appCertificate }, login, [service])
  },

  /** @param expire - seconds from now, of token and login alike */
  buildTokenWithPermissions(
    ...parameters: [
      appId: string,
      appCertificate: string,
      userId: string | number,
      permissions: Rtm2Permissions,
      expire: number,
    ]
  ): string {
    const [appId, appCertificate, userId, permissions, expire] = parameters
    const login = readSeconds(expire, 'expire')
    const service = {
      type: 'rtm2',
      userId: readUser(userId, 'userId'),
      permissions: readPermissions(permissions),
      privileges: { login },
    } as const
    return sign007({ appId, appCertificate }, login, [service])
  },
}

/** Ids are the keys on both sides, so the details are the claims. */
function readPermissions(permissions: Rtm2Permissions): PermissionClaims {
  const details: unknown = permissions?.details
  if (typeof details === 'object' && details !== null) return details as PermissionClaims
  throw new TypeError('permissions must be an Rtm2Permissions')
}
