import { type Channel, channelKey } from '../../channel/channel.ts'
import type { Session } from '../../session/session.ts'
import { requireAppId } from '../read.ts'
import type { Call, Rest } from '../verb.ts'

/** The channel that the path names, if anyone is in it. @throws RestError 400 on the App ID */
export function findChannel(rest: Rest, { params }: Call): Channel | undefined {
  const { appId } = requireAppId(rest, params.appid)
  const channel = rest.platform.world.channels.get(channelKey(appId, params.cname!))
  return channel === undefined || channel.members.size === 0 ? undefined : channel
}

/** What the queries answer where nobody is. */
export const noChannel = { body: { success: true, data: { channel_exist: false } } }

/** 1 = everyone is a host, 2 = hosts and audience. The documents warn of channels that mix them. */
export function modeOf({ members }: Channel): 1 | 2 {
  return [...members.values()].every(({ mode }) => mode === 'rtc') ? 1 : 2
}

export function uidsOf({ members }: Channel, role: Session['role']): number[] {
  return [...members.values()]
    .filter((session) => session.role === role)
    .map((session) => session.uid)
}
