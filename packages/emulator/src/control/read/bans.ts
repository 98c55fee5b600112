import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/bans?appId=…`: kicking rules in force, whoever made them. */
export const readBans: ControlVerb = ({ platform }, { query }) => {
  const appId = query.get('appId')
  const bans = [...platform.world.bans.values()].filter(
    (ban) => appId === null || ban.appId === appId,
  )
  return { body: { bans } }
}
