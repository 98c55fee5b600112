import type { Verb } from '../verb.ts'
import { findChannel, modeOf, noChannel, uidsOf } from './find-channel.ts'

/** `GET /dev/v1/channel/user/{appid}/{cname}/hosts_only`: names nobody where there are no roles. */
export const listHosts: Verb = (rest, call) => {
  const channel = findChannel(rest, call)
  if (channel === undefined) return noChannel
  const mode = modeOf(channel)
  const hosts = mode === 2 ? { broadcasters: uidsOf(channel, 'host') } : {}
  return { body: { success: true, data: { channel_exist: true, mode, ...hosts } } }
}
