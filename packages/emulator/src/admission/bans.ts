import type { Kind } from '../join.ts'

/** A kicking rule: the fields that are there must all fit. */
export interface Ban {
  readonly id: number
  readonly appId: string
  readonly channel?: string | undefined
  /** integer uid */
  readonly uid?: number | undefined
  readonly ip?: string | undefined
  readonly privileges: readonly BanPrivilege[]
  /** Unix seconds */
  readonly createdAt: number
  readonly updatedAt: number
  /** Unix seconds from which it no longer counts */
  readonly until: number
}

export type BanPrivilege = 'join_channel' | 'publish_audio' | 'publish_video'

/** Whom a rule could name. */
export interface Banned {
  readonly appId: string
  readonly channel: string
  readonly uid: number
  readonly ip?: string | undefined
}

/** What of a member a rule names, in the words that clients are told. */
export type BannedBy = 'uid' | 'ip' | 'channel'

/**
 * The four combinations that are defined: address, channel, uid, channel with uid. A rule of another
 * form names nobody.
 */
function fitsBan(ban: Ban, who: Banned, now: number): BannedBy | undefined {
  if (ban.appId !== who.appId || ban.until <= now) return undefined
  const { channel, uid, ip } = ban
  if (channel !== undefined && channel !== who.channel) return undefined
  if (uid !== undefined && uid !== who.uid) return undefined
  if (ip !== undefined) {
    return ip === who.ip && channel === undefined && uid === undefined ? 'ip' : undefined
  }
  if (uid !== undefined) return 'uid'
  return channel === undefined ? undefined : 'channel'
}

/** By what `who` is kept from joining, or undefined. */
export function joinBan(bans: Iterable<Ban>, who: Banned, now: number): BannedBy | undefined {
  for (const ban of bans) {
    if (!ban.privileges.includes('join_channel')) continue
    const by = fitsBan(ban, who, now)
    if (by !== undefined) return by
  }
  return undefined
}

/** Whether `who` is kept from sending streams of this kind. */
export function publishBanned(
  bans: Iterable<Ban>,
  who: Banned & { readonly kind: Kind },
  now: number,
): boolean {
  const privilege = `publish_${who.kind}`
  for (const ban of bans) {
    if ((ban.privileges as readonly string[]).includes(privilege) && fitsBan(ban, who, now)) {
      return true
    }
  }
  return false
}
