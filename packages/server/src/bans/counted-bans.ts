import type { Meter } from '../observe/meter.ts'
import type { BanDesk } from './ban-desk.ts'

/** The same desk, counted. A ban that was over when it was lifted is not lifted by that. */
export function countedBans(bans: BanDesk, meter: Pick<Meter, 'kicked'> | undefined): BanDesk {
  if (meter === undefined) return bans
  return {
    ...bans,
    ban: async (appId, wish, act) => {
      const banned = await bans.ban(appId, wish, act)
      meter.kicked('banned', banned.ban.appId)
      return banned
    },
    lift: async (appId, id, act) => {
      const ban = await bans.lift(appId, id, act)
      if (ban.liftedAt === act.at && ban.liftedBy === act.by.id) meter.kicked('lifted', ban.appId)
      return ban
    },
  }
}
