import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/channels?appId=…`: also those that everyone has left a moment ago. */
export const readChannels: ControlVerb = ({ platform }, { query }) => {
  const appId = query.get('appId')
  const channels = [...platform.world.channels.values()]
    .filter((channel) => appId === null || channel.appId === appId)
    .map(({ appId, name, createdAt, members }) => ({
      appId,
      channel: platform.world.show(name),
      createdAt,
      members: members.size,
    }))
  return { body: { channels } }
}
