import type { Verb } from '../verb.ts'
import { findChannel, modeOf, noChannel, uidsOf } from './find-channel.ts'
import { listHosts } from './list-hosts.ts'

const mostAudience = 10_000

/** `GET /dev/v1/channel/user/{appid}/{cname}`: everyone; with `?hosts_only` hosts alone. */
export const listUsers: Verb = (rest, call) => {
  if (call.query.has('hosts_only')) return listHosts(rest, call)
  const channel = findChannel(rest, call)
  if (channel === undefined) return noChannel
  const mode = modeOf(channel)
  if (mode === 1) {
    const users = [...channel.members.keys()]
    const data = { channel_exist: true, mode, total: users.length, users }
    return { body: { success: true, data } }
  }
  const audience = uidsOf(channel, 'audience')
  const data = {
    channel_exist: true,
    mode,
    broadcasters: uidsOf(channel, 'host'),
    audience: audience.slice(0, mostAudience),
    audience_total: audience.length,
  }
  return { body: { success: true, data } }
}
