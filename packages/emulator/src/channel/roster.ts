import { kinds } from '../session/gates.ts'
import type { MemberEvent, Session } from '../session/session.ts'
import type { World } from '../world.ts'
import { type Channel, channelKey } from './channel.ts'

/** The channel of that name, begun if there is none. `at` is Unix seconds. */
export function openChannel(
  world: World,
  { appId, channel: name }: { readonly appId: string; readonly channel: string },
  at: number,
): Channel {
  const key = channelKey(appId, name)
  const known = world.channels.get(key)
  if (known !== undefined) {
    known.ending?.cancel()
    known.ending = undefined
    return known
  }
  const channel: Channel = {
    appId,
    name,
    createdAt: at,
    members: new Map(),
    lastUid: 0,
    ending: undefined,
  }
  world.channels.set(key, channel)
  world.log.write(at, { appId, channel: name }, { type: 'channel created' })
  return channel
}

/** Takes a member out; an empty channel ends a little later. */
export function leaveChannel(world: World, session: Session, at: number): void {
  const { channel, uid } = session
  channel.members.delete(uid)
  channel.lastUid = uid
  if (channel.members.size > 0) return
  channel.ending = world.clock.wakeAt(at + world.settings.channelLingerSeconds, () => {
    endChannel(world, channel)
  })
}

/** Ends a channel that has no members, now. */
export function endChannel(world: World, { appId, name, ending, lastUid }: Channel): void {
  ending?.cancel()
  world.channels.delete(channelKey(appId, name))
  const whom = { appId, channel: name }
  world.log.write(world.clock.now(), whom, { type: 'channel destroyed', lastUid })
}

/** Tells everyone else in the channel. */
export function tellOthers(session: Session, event: MemberEvent): void {
  for (const other of session.channel.members.values()) {
    if (other !== session && other.state === 'connected') other.sink(event)
  }
}

/** Hosts are announced, and in a channel without roles everyone is one. */
export function isAnnounced({ role }: Session): boolean {
  return role === 'host'
}

/** Tells a member who else is here and what they send. Safe to repeat: so it is done after a reconnection. */
export function introduceOthers(session: Session): void {
  for (const other of session.channel.members.values()) {
    if (other !== session && isAnnounced(other)) introduce(other, session.sink)
  }
}

function introduce(other: Session, sink: Session['sink']): void {
  sink({ type: 'online', from: other })
  for (const kind of kinds) {
    if (!other.published.has(kind)) continue
    sink({ type: 'published', from: other, kind })
    if (other.muted.has(kind)) sink({ type: 'muted', from: other, kind, muted: true })
  }
}
