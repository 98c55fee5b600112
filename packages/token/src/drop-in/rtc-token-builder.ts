import type { RtcService } from '../claims.ts'
import { readRole, readSeconds, readText, readUser } from './arguments.ts'
import { type CombinedParameters, combined } from './combined.ts'
import { sign007 } from './sign.ts'

/** The two roles of a 007 token; only `PUBLISHER` may publish. */
export const RtcRole: { readonly PUBLISHER: number; readonly SUBSCRIBER: number } = {
  PUBLISHER: 1,
  SUBSCRIBER: 2,
}

/** All privileges end together, `privilegeExpire` seconds from now; 0, the default, is the end of the token. */
type AccountParameters = [
  appId: string,
  appCertificate: string,
  channelName: string,
  account: string | number,
  role: number,
  tokenExpire: number,
  privilegeExpire?: number,
]

type UidParameters = [
  appId: string,
  appCertificate: string,
  channelName: string,
  uid: string | number,
  role: number,
  tokenExpire: number,
  privilegeExpire?: number,
]

/** Each privilege has an end of its own, in seconds from now. */
type AccountAndPrivilegeParameters = [
  appId: string,
  appCertificate: string,
  channelName: string,
  account: string | number,
  tokenExpire: number,
  joinChannelPrivilegeExpire: number,
  pubAudioPrivilegeExpire: number,
  pubVideoPrivilegeExpire: number,
  pubDataStreamPrivilegeExpire: number,
]

type UidAndPrivilegeParameters = [
  appId: string,
  appCertificate: string,
  channelName: string,
  uid: string | number,
  tokenExpire: number,
  joinChannelPrivilegeExpire: number,
  pubAudioPrivilegeExpire: number,
  pubVideoPrivilegeExpire: number,
  pubDataStreamPrivilegeExpire: number,
]

/**
 * Tokens to join a channel. The functions need no `this`, so they may be taken out of the object.
 *
 * All throw TokenError `APP_ID_INVALID` or `CERTIFICATE_INVALID`, TypeError for an argument of the
 * wrong type or a missing one, and RangeError for a number out of 0 … 2^32 - 1.
 */
export const RtcTokenBuilder = {
  /** For a numeric uid: 1 to 2^32 - 1, or 0 for any user. */
  buildTokenWithUid(...parameters: UidParameters): string {
    return withRole(parameters, false)
  },

  /** For a string account; `''` is any user. */
  buildTokenWithUserAccount(...parameters: AccountParameters): string {
    return withRole(parameters, false)
  },

  buildTokenWithUidAndPrivilege(...parameters: UidAndPrivilegeParameters): string {
    return withPrivileges(parameters)
  },

  /** The capital letter is the original's. */
  BuildTokenWithUserAccountAndPrivilege(...parameters: AccountAndPrivilegeParameters): string {
    return withPrivileges(parameters)
  },

  /** Joins the channel and logs in to messaging, as the same account. */
  buildTokenWithRtm(...parameters: AccountParameters): string {
    return withRole(parameters, true)
  },

  /** Joins the channel and logs in to messaging (service RTM, in spite of the name), with ends of their own. */
  buildTokenWithRtm2(...parameters: CombinedParameters): string {
    return combined(parameters, (role) => readRole(role) === RtcRole.PUBLISHER)
  },
}

function withRole(parameters: AccountParameters, rtm: boolean): string {
  const [appId, appCertificate, channelName, account, role, tokenExpire, privilegeExpire = 0] =
    parameters
  const end = readSeconds(privilegeExpire, 'privilegeExpire')
  const publishes = readRole(role) === RtcRole.PUBLISHER
  const userId = readUser(account, 'account')
  const expire = readSeconds(tokenExpire, 'tokenExpire')
  const rtc: RtcService = {
    type: 'rtc',
    channel: readText(channelName, 'channelName'),
    uid: userId,
    privileges: {
      joinChannel: end,
      ...(publishes && { publishAudio: end, publishVideo: end, publishData: end }),
    },
  }
  const login = { type: 'rtm', userId, privileges: { login: expire } } as const
  return sign007({ appId, appCertificate }, expire, rtm ? [rtc, login] : [rtc])
}

function withPrivileges(parameters: AccountAndPrivilegeParameters): string {
  const [appId, appCertificate, channelName, account, tokenExpire, join, audio, video, data] =
    parameters
  const service: RtcService = {
    type: 'rtc',
    channel: readText(channelName, 'channelName'),
    uid: readUser(account, 'account'),
    privileges: {
      joinChannel: readSeconds(join, 'joinChannelPrivilegeExpire'),
      publishAudio: readSeconds(audio, 'pubAudioPrivilegeExpire'),
      publishVideo: readSeconds(video, 'pubVideoPrivilegeExpire'),
      publishData: readSeconds(data, 'pubDataStreamPrivilegeExpire'),
    },
  }
  const expire = readSeconds(tokenExpire, 'tokenExpire')
  return sign007({ appId, appCertificate }, expire, [service])
}
