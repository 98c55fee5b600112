/** Integers for members who brought none. */
export interface Uids {
  /** a uid that nobody in the channel has */
  readonly assign: (taken: (uid: number) => boolean) => number
  /** the integer of a string account: always the same within one project */
  readonly ofAccount: (appId: string, account: string) => number
  /** begins anew */
  readonly clear: () => void
}

const firstAssigned = 100_001
const firstOfAccount = 1_000_000_001
/** Accounts that are remembered; beyond it the oldest is forgotten. */
const mostAccounts = 100_000

export function uids(): Uids {
  let next = firstAssigned
  let nextOfAccount = firstOfAccount
  const accounts = new Map<string, number>()
  return {
    assign(taken) {
      while (taken(next)) next++
      return next++
    },
    ofAccount(appId, account) {
      const key = `${appId}/${account}`
      const known = accounts.get(key)
      if (known !== undefined) return known
      if (accounts.size >= mostAccounts) accounts.delete(accounts.keys().next().value!)
      const uid = nextOfAccount++
      accounts.set(key, uid)
      return uid
    },
    clear() {
      accounts.clear()
      next = firstAssigned
      nextOfAccount = firstOfAccount
    },
  }
}
