import { checkAccount, checkUid } from '../parameters.ts'

/** Whom a token is for: exactly one of the three. */
export type Subject =
  | { readonly uid: number; readonly account?: undefined; readonly anyUid?: undefined }
  | { readonly account: string; readonly uid?: undefined; readonly anyUid?: undefined }
  | { readonly anyUid: true; readonly uid?: undefined; readonly account?: undefined }

/**
 * The subject as text in the token: `''` for any user, which uid 0 means too. An account may be a
 * pattern with `*` where the token version knows wildcards.
 *
 * @throws TypeError when not exactly one of uid, account and anyUid is given
 * @throws TokenError by the rule that is broken
 */
export function subjectText(subject: Subject, options: { readonly wildcards: boolean }): string {
  const { uid, account, anyUid } = subject
  const given = Number(uid !== undefined) + Number(account !== undefined) + Number(anyUid === true)
  if (given !== 1) throw new TypeError('give exactly one of uid, account and anyUid: true')
  if (account !== undefined) return checkAccount(account, options)
  return uid === undefined ? '' : checkUid(uid)
}
