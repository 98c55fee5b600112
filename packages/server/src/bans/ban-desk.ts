import { randomBytes } from 'node:crypto'
import type { Act } from '../act.ts'
import { daySeconds } from '../day.ts'
import type { Lives } from '../record/ledger.ts'
import type { Store } from '../store/store.ts'
import { type Ban, type BanTarget, extend, leastSeconds, lift } from './ban.ts'

/** Exactly one of uid and account, or neither and a channel. */
export interface BanWish extends BanTarget {
  /** absent = as long as any token lives that lets them in, an hour at least */
  readonly forSeconds?: number | undefined
  readonly reason?: string | undefined
}

/** A ban, and what of the tokens that were given before would let them in again. */
export interface Banned {
  readonly ban: Ban
  /** those that name the subject; of a channel alone, all of it */
  readonly own: Lives
  /** those for any user, or for a pattern that the subject fits: they name nobody, and cannot be taken from one alone */
  readonly open: Lives
}

export interface BanPage {
  readonly bans: readonly Ban[]
  /** absent on the last page */
  readonly next?: string | undefined
}

/** What an owner does with bans. `at` is Unix seconds. */
export interface BanDesk {
  /** @throws ServerError `PROJECT_UNKNOWN` */
  readonly ban: (appId: string, wish: BanWish, act: Act) => Promise<Banned>
  /** the latest first. @throws ServerError `PROJECT_UNKNOWN`, `BAN_UNKNOWN` for what no page gave */
  readonly list: (appId: string, wish: ListWish) => Promise<BanPage>
  /** Looks again at tokens that were being given while it was made: it outlasts those as well. */
  readonly outlast: (ban: Ban, at: number) => Promise<void>
  /** @throws ServerError `BAN_UNKNOWN` */
  readonly lift: (appId: string, id: string, act: Act) => Promise<Ban>
}

export interface ListWish {
  /** those alone that count then, Unix seconds; absent = those that are over as well */
  readonly standingAt?: number | undefined
  /** at most so many, 1 to 1000 */
  readonly limit: number
  /** the `next` of the page before */
  readonly after?: string | undefined
}

export function openBanDesk(store: Store): BanDesk {
  return {
    ban: async (given, wish, act) => {
      const { at } = act
      const appId = given.toLowerCase()
      const { subject, channel } = wish
      const { own, open } = await store.ledger.reach({ appId, subject, channel }, at)
      const until = at + (wish.forSeconds ?? spanFor(lastOf({ own, open }) - at))
      const ban = newBan(appId, wish, { ...act, until })
      const { id, reason } = ban
      const about = { id, subject, channel, until, reason }
      await store.addBan(ban, { chain: appId, action: 'subject.banned', ...act, about })
      return { ban, own, open }
    },
    list: (appId, wish) => store.listBans({ appId: appId.toLowerCase(), ...wish }),
    outlast: async (ban, at) => {
      const { id, appId } = ban
      const until = Math.min(lastOf(await store.ledger.reach(ban, at)), at + daySeconds)
      if (extend(ban, until, at) === ban) return
      await store.changeBan(
        { appId, id },
        (one) => extend(one, until, at),
        () => ({ chain: appId, action: 'ban.extended', by: itself, at, about: { id, until } }),
      )
    },
    lift: (given, id, act) => {
      const appId = given.toLowerCase()
      return store.changeBan(
        { appId, id },
        (ban) => lift(ban, { by: act.by.id, at: act.at }),
        () => ({ chain: appId, action: 'ban.lifted', ...act, about: { id } }),
      )
    },
  }
}

const itself = { kind: 'server', id: 'bans' } as const

function lastOf({ own, open }: Pick<Banned, 'own' | 'open'>): number {
  return Math.max(own.lastEndsAt ?? 0, open.lastEndsAt ?? 0)
}

/** No token outlives a day, whatever is written in it. */
function spanFor(longest: number): number {
  return Math.min(Math.max(longest, leastSeconds), daySeconds)
}

const outlives = { outlives: true } as const

function newBan(
  appId: string,
  { subject, numeric, channel, reason, forSeconds }: BanWish,
  { by, at, until }: Act & { readonly until: number },
): Ban {
  const id = `b_${randomBytes(9).toString('base64url')}`
  // the platform's rules name users by number, and a rule that left the user out would put out the whole channel
  const state = subject === undefined || numeric === true ? 'queued' : 'impossible'
  const platform = { state, attempts: 0, nextAt: 0 } as const
  const named = subject === undefined ? {} : { subject, numeric: numeric === true }
  const said = {
    reason,
    by: by.id,
    createdAt: at,
    until,
    ...(forSeconds === undefined && outlives),
  }
  return { id, appId, ...named, channel, ...said, platform }
}
