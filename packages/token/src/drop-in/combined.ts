import type { KnownService, RtcService } from '../claims.ts'
import { readSeconds, readText, readUser } from './arguments.ts'
import { sign007 } from './sign.ts'

/** Channel and messaging in one token, each with its own user and ends. Seconds from now. */
export type CombinedParameters = [
  appId: string,
  appCertificate: string,
  channelName: string,
  rtcAccount: string | number,
  rtcRole: number,
  rtcTokenExpire: number,
  joinChannelPrivilegeExpire: number,
  pubAudioPrivilegeExpire: number,
  pubVideoPrivilegeExpire: number,
  pubDataStreamPrivilegeExpire: number,
  rtmUserId: string | number,
  rtmTokenExpire: number,
]

/** A token of RTC, RTM and the services `more`. `publishes` tells whether a role may publish. */
export function combined(
  parameters: CombinedParameters,
  publishes: (role: unknown) => boolean,
  more: readonly KnownService[] = [],
): string {
  const [appId, appCertificate, channelName, rtcAccount, rtcRole, rtcTokenExpire] = parameters
  const [rtmUserId, rtmTokenExpire] = parameters.slice(10)
  const services: KnownService[] = [
    {
      type: 'rtc',
      channel: readText(channelName, 'channelName'),
      uid: readUser(rtcAccount, 'rtcAccount'),
      privileges: privilegesOf(parameters, publishes(rtcRole)),
    },
    {
      type: 'rtm',
      userId: readUser(rtmUserId, 'rtmUserId'),
      privileges: { login: readSeconds(rtmTokenExpire, 'rtmTokenExpire') },
    },
    ...more,
  ]
  const expire = readSeconds(rtcTokenExpire, 'rtcTokenExpire')
  return sign007({ appId, appCertificate }, expire, services)
}

/** Only what is used is read: a subscriber needs no ends of publishing. */
function privilegesOf(
  parameters: CombinedParameters,
  publishes: boolean,
): RtcService['privileges'] {
  const [join, audio, video, data] = parameters.slice(6, 10)
  const joinChannel = readSeconds(join, 'joinChannelPrivilegeExpire')
  if (!publishes) return { joinChannel }
  return {
    joinChannel,
    publishAudio: readSeconds(audio, 'pubAudioPrivilegeExpire'),
    publishVideo: readSeconds(video, 'pubVideoPrivilegeExpire'),
    publishData: readSeconds(data, 'pubDataStreamPrivilegeExpire'),
  }
}
