import type { Ban } from '../../admission/bans.ts'
import type { World } from '../../world.ts'
import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/bans?appId=…`: kicking rules in force, whoever made them. */
export const readBans: ControlVerb = ({ platform }, { query }) => {
  const appId = query.get('appId')
  const bans = [...platform.world.bans.values()].filter(
    (ban) => appId === null || ban.appId === appId,
  )
  return { body: { bans: bans.map((ban) => banView(platform.world, ban)) } }
}

export function banView({ show }: World, ban: Ban): Ban {
  return ban.channel === undefined ? ban : { ...ban, channel: show(ban.channel) }
}
