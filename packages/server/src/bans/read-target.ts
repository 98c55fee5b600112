import { checkChannel, checkUid, isTokenError } from '@symbolon/token'
import type { BanTarget } from './ban.ts'

export interface NamedTarget {
  readonly uid?: number | undefined
  readonly account?: string | undefined
  readonly channel?: string | undefined
}

/** Something wrong with one field of a target. */
interface TargetFault {
  readonly field: 'uid' | 'account' | 'channel' | ''
  readonly code: string
  readonly message: string
}

/** Whom a ban names: one user, perhaps in one channel; or one channel. A pattern names nobody. */
export function readTarget(named: NamedTarget): BanTarget | { readonly fault: TargetFault } {
  const { uid, account, channel } = named
  if (uid !== undefined && account !== undefined)
    return fault('', 'FIELD_CONFLICT', 'name only one of uid and account')
  if (uid === undefined && account === undefined && channel === undefined) {
    return fault('', 'FIELD_MISSING', 'name a uid or an account, a channel, or both')
  }
  const wrong =
    (uid === undefined ? undefined : uidFault(uid)) ??
    (account === undefined ? undefined : accountFault(account)) ??
    (channel === undefined ? undefined : channelFault(channel))
  if (wrong !== undefined) return wrong
  const text = uid === undefined ? account : checkUid(uid)
  if (text === undefined) return { channel }
  return { subject: text, numeric: uid !== undefined, channel }
}

function uidFault(uid: number) {
  if (Number.isInteger(uid) && uid >= 1 && uid <= 0xffffffff) return undefined
  return fault('uid', 'FIELD_VALUE', 'a uid is a whole number from 1 to 4294967295')
}

/** User ids of messaging are banned as well, so all that such a name may be is taken. */
function accountFault(account: string) {
  const good = account !== '' && account.length <= 255 && account.isWellFormed()
  if (good && !/[*\0]/.test(account)) return undefined
  return fault('account', 'FIELD_VALUE', 'an account has 1 to 255 characters, and no *')
}

function channelFault(channel: string) {
  try {
    checkChannel(channel, { wildcards: false })
    return undefined
  } catch (error) {
    if (!isTokenError(error)) throw error
    return fault('channel', error.code, error.message)
  }
}

function fault(field: TargetFault['field'], code: string, message: string) {
  return { fault: { field, code, message } }
}
