/** Integers for members who brought none. */
export interface Uids {
  /** a uid that nobody in the channel has */
  readonly assign: (taken: (uid: number) => boolean) => number
  /** the integer of a string account: always the same within one project */
  readonly ofAccount: (appId: string, account: string) => number
  /** the same, when the account has one already */
  readonly known: (appId: string, account: string) => number | undefined
  /** somebody is in a channel by this account: its integer is not forgotten until they left */
  readonly hold: (appId: string, account: string, uid: number) => void
  readonly release: (appId: string, account: string) => void
  /** begins anew */
  readonly clear: () => void
}

const firstAssigned = 100_001
const firstOfAccount = 1_000_000_001
/** Accounts that are remembered while they are in no channel; beyond it the oldest is forgotten. */
const mostAbsent = 100_000

export function uids(): Uids {
  let next = firstAssigned
  let nextOfAccount = firstOfAccount
  const absent = new Map<string, number>()
  const present = new Map<string, { readonly uid: number; channels: number }>()
  const known = (key: string) => present.get(key)?.uid ?? absent.get(key)
  const keep = (key: string, uid: number) => {
    if (absent.size >= mostAbsent) absent.delete(absent.keys().next().value!)
    absent.set(key, uid)
  }
  return {
    assign(taken) {
      while (taken(next)) next++
      return next++
    },
    ofAccount(appId, account) {
      const key = keyOf(appId, account)
      const uid = known(key)
      if (uid !== undefined) return uid
      keep(key, nextOfAccount)
      return nextOfAccount++
    },
    known: (appId, account) => known(keyOf(appId, account)),
    hold(appId, account, uid) {
      const key = keyOf(appId, account)
      absent.delete(key)
      const { channels } = present.get(key) ?? { channels: 0 }
      present.set(key, { uid, channels: channels + 1 })
    },
    release(appId, account) {
      const key = keyOf(appId, account)
      const held = present.get(key)
      if (held === undefined || --held.channels > 0) return
      present.delete(key)
      keep(key, held.uid)
    },
    clear() {
      absent.clear()
      present.clear()
      next = firstAssigned
      nextOfAccount = firstOfAccount
    },
  }
}

function keyOf(appId: string, account: string): string {
  return `${appId}/${account}`
}
