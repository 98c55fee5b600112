import type { Privilege006, Privileges } from '../claims.ts'
import { readRole, readSeconds, readText, readUser } from './arguments.ts'
import { sign006 } from './sign.ts'

/** The roles of a 006 token. All but `SUBSCRIBER` may publish. */
export const RtcRole: {
  readonly ATTENDEE: number
  readonly PUBLISHER: number
  readonly SUBSCRIBER: number
  readonly ADMIN: number
} = { ATTENDEE: 0, PUBLISHER: 1, SUBSCRIBER: 2, ADMIN: 101 }

/** The one role of messaging, which no token carries. */
export const RtmRole: { readonly Rtm_User: number } = { Rtm_User: 1 }

/** `privilegeExpiredTs` is a time, in Unix seconds, not a span. */
type UidParameters = [
  appID: string,
  appCertificate: string,
  channelName: string,
  uid: number | string,
  role: number,
  privilegeExpiredTs: number,
]

type AccountParameters = [
  appID: string,
  appCertificate: string,
  channelName: string,
  account: string | number,
  role: number,
  privilegeExpiredTs: number,
]

/**
 * 006 tokens to join a channel. The functions need no `this`.
 *
 * All throw TokenError `APP_ID_INVALID` or `CERTIFICATE_INVALID`, TypeError for an argument of the
 * wrong type or a missing one, and RangeError for a number out of 0 … 2^32 - 1.
 */
export const RtcTokenBuilder = {
  /** For a numeric uid: 1 to 2^32 - 1, or 0 for any user. */
  buildTokenWithUid(...parameters: UidParameters): string {
    return joinToken(parameters)
  },

  /** For a string account; `''` is any user. */
  buildTokenWithAccount(...parameters: AccountParameters): string {
    return joinToken(parameters)
  },
}

/** 006 tokens to log in to messaging: the account stands where the channel else stands. */
export const RtmTokenBuilder = {
  buildToken(
    ...parameters: [
      appID: string,
      appCertificate: string,
      account: string | number,
      role: number,
      privilegeExpiredTs: number,
    ]
  ): string {
    const [appId, appCertificate, account, , privilegeExpiredTs] = parameters
    const rtmLogin = readSeconds(privilegeExpiredTs, 'privilegeExpiredTs')
    if (account === 0)
      throw new RangeError('account must not be the number 0, which means any user')
    const channel = readUser(account, 'account')
    return sign006({ appId, appCertificate }, { channel, uid: '', privileges: { rtmLogin } })
  },
}

function joinToken(parameters: AccountParameters): string {
  const [appId, appCertificate, channelName, account, role, privilegeExpiredTs] = parameters
  const end = readSeconds(privilegeExpiredTs, 'privilegeExpiredTs')
  const publish = { publishAudio: end, publishVideo: end, publishData: end }
  const privileges: Privileges<Privilege006> = {
    joinChannel: end,
    ...(publishes(readRole(role)) && publish),
  }
  const channel = readText(channelName, 'channelName')
  return sign006(
    { appId, appCertificate },
    { channel, uid: readUser(account, 'account'), privileges },
  )
}

function publishes(role: number): boolean {
  return role === RtcRole.ATTENDEE || role === RtcRole.PUBLISHER || role === RtcRole.ADMIN
}
