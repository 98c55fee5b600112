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
  const accounts = accountBook()
  return {
    assign(taken) {
      while (taken(next)) next++
      return next++
    },
    ofAccount: (appId, account) => accounts.uidOf(keyOf(appId, account)),
    known: (appId, account) => accounts.known(keyOf(appId, account)),
    hold: (appId, account, uid) => accounts.hold(keyOf(appId, account), uid),
    release: (appId, account) => accounts.release(keyOf(appId, account)),
    clear() {
      accounts.clear()
      next = firstAssigned
    },
  }
}

function accountBook() {
  let next = firstOfAccount
  const absent = new Map<string, number>()
  const present = new Map<string, { readonly uid: number; channels: number }>()
  const known = (key: string) => present.get(key)?.uid ?? absent.get(key)
  const keep = (key: string, uid: number) => {
    if (absent.size >= mostAbsent) absent.delete(absent.keys().next().value!)
    absent.set(key, uid)
    return uid
  }
  return {
    known,
    uidOf: (key: string) => known(key) ?? keep(key, next++),
    hold(key: string, uid: number) {
      absent.delete(key)
      const { channels } = present.get(key) ?? { channels: 0 }
      present.set(key, { uid, channels: channels + 1 })
    },
    release(key: string) {
      const held = present.get(key)
      if (held === undefined || --held.channels > 0) return
      present.delete(key)
      keep(key, held.uid)
    },
    clear() {
      absent.clear()
      present.clear()
      next = firstOfAccount
    },
  }
}

function keyOf(appId: string, account: string): string {
  return `${appId}/${account}`
}
