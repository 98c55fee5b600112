import { isAccount } from '../admission/account.ts'
import type { ClientRole, JoinRequest, Kind, Profile, Subject } from '../join.ts'

/** How a virtual member joins; names and defaults as in the Web SDK. */
export interface JoinOptions {
  /** may be left out where there is one project */
  readonly appId?: string | undefined
  readonly channel: string
  /** null = with the App ID alone */
  readonly token: string | null
  /** integer, or string account; 0, null or absent = the platform assigns one */
  readonly uid?: number | string | null | undefined
  /** default "audience" in live, everyone is a host in rtc */
  readonly role?: ClientRole | undefined
  /** default "live" */
  readonly mode?: Profile | undefined
  readonly ip?: string | undefined
}

/**
 * What a caller without types may have written wrong is said here, not deep in the platform.
 *
 * @throws RangeError that names what is wrong
 */
export function requestOf(options: JoinOptions, appId: string): JoinRequest {
  const { channel, token, uid, mode = 'live', role = 'audience', ip } = options
  if (typeof channel !== 'string') throw new RangeError('channel is a text')
  if (token !== null && typeof token !== 'string') {
    throw new RangeError('token is a text, or null to join with the App ID alone')
  }
  if (mode !== 'live' && mode !== 'rtc') throw new RangeError('mode is "live" or "rtc"')
  return { appId, channel, token, subject: subjectOf(uid), role: checkRole(role), mode, ip }
}

export function checkRole(role: ClientRole): ClientRole {
  if (role === 'host' || role === 'audience') return role
  throw new RangeError(
    'role is "host" or "audience", as the client says it; the token says what it may',
  )
}

export function checkKind(kind: Kind): Kind {
  if (kind === 'audio' || kind === 'video' || kind === 'data') return kind
  throw new RangeError('a stream is "audio", "video" or "data"')
}

function subjectOf(uid: JoinOptions['uid']): Subject {
  if (uid === undefined || uid === null || uid === '') return { uid: 0 }
  if (typeof uid === 'string') {
    if (isAccount(uid)) return { account: uid }
    throw new RangeError('an account is 1 to 255 characters of Latin-1, none of them invisible')
  }
  if (Number.isInteger(uid) && uid >= -(2 ** 31) && uid < 2 ** 32) {
    return { uid: uid >>> 0 } // Java and Objective-C show the upper half as negative
  }
  throw new RangeError('uid is a whole number from 0 to 4294967295, or a text')
}
