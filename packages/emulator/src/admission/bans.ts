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

export const banPrivileges = ['join_channel', 'publish_audio', 'publish_video'] as const
export type BanPrivilege = (typeof banPrivileges)[number]

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

/** The rules that name `who` and keep them from it now. */
export function* bansOn(
  bans: Iterable<Ban>,
  who: Banned & { readonly from: 'join' | Kind },
  now: number,
): Iterable<Ban> {
  const privilege = who.from === 'join' ? 'join_channel' : `publish_${who.from}`
  for (const ban of bans) {
    if ((ban.privileges as readonly string[]).includes(privilege) && fitsBan(ban, who, now)) {
      yield ban
    }
  }
}

/** By what `who` is kept from joining, or undefined. */
export function joinBan(bans: Iterable<Ban>, who: Banned, now: number): BannedBy | undefined {
  for (const ban of bansOn(bans, { ...who, from: 'join' }, now)) return fitsBan(ban, who, now)
  return undefined
}

/** Whether `who` is kept from sending streams of this kind. */
export function publishBanned(
  bans: Iterable<Ban>,
  who: Banned & { readonly kind: Kind },
  now: number,
): boolean {
  for (const _ of bansOn(bans, { ...who, from: who.kind }, now)) return true
  return false
}
