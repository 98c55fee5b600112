import { isTokenError } from '../errors.ts'
import { checkUid } from '../parameters.ts'
import { type Case, type Finding, found } from './finding.ts'
import { difference } from './near.ts'
import { sample } from './sample.ts'
import type { Situation } from './situation.ts'
import { emptyVariable } from './subject.ts'
import { type CauseCode, phrases } from './texts.ts'

/** Whether the SDK would let the uid of the join through. */
export function* uidForm({ uid, account, sdk }: Situation): Iterable<Finding> {
  if (account !== undefined) {
    if (account === '' || account.length > 255) {
      yield found('UID_ILLEGAL', 'proved', { join: account, value: phrases.accountLength })
    }
    return
  }
  if (uid === undefined || uid === null) return
  // native SDKs show the upper half of uids as negative; the Web SDK refuses to join with one
  if (uid < 0 && uid >= -0x80000000 && Number.isInteger(uid) && sdk?.name !== 'web') return
  try {
    checkUid(uid)
  } catch (error) {
    if (!isTokenError(error)) throw error
    yield found('UID_ILLEGAL', 'proved', { join: uid, value: error.message })
  }
}

/** Why the user in the token is not the one who joins. */
export function* identity({ subject, wanted, situation }: Case): Iterable<Finding> {
  const told = subject?.user
  if (told === undefined) return
  const { text: token, fits, certainty } = told
  const values = { token, join: situation.account ?? situation.uid ?? 0 }
  const assigned = told.join === '' && wanted === 'rtc'
  if (fits) {
    if (wanted?.startsWith('rtm') && token === '0') yield found('RTM_USER_ZERO', 'hint')
  } else if (token === undefined) {
    // that the checksum of a 006 differs is proof, even where nothing known fits it
    yield found(assigned ? 'UID_JOIN_ZERO' : 'UID_MISMATCH', 'proved', values)
  } else {
    const [code, value] = because(token, told.join, situation)
    const slip = code === 'UID_ZERO_TEXT' || code === 'UID_UNDEFINED'
    // that a checksum differs is proof; of what it is the checksum, is not
    if (assigned && !slip) yield found('UID_JOIN_ZERO', 'proved', values)
    else if (code === 'UID_MISMATCH' && certainty === 'likely') {
      yield found(code, 'proved', { join: values.join, guess: token })
    } else yield found(code, certainty, { ...values, value })
  }
}

function because(token: string, join: string, situation: Situation): [CauseCode, string?] {
  const asInteger = situation.account === undefined
  if (emptyVariable.test(token)) return ['UID_UNDEFINED']
  if (token === '0') return ['UID_ZERO_TEXT']
  if (token.includes('*')) return ['UID_PATTERN']
  if (isTwin(token, join)) return ['UID_SIGN']
  const [first, second] = difference(token, join) ?? []
  if (first)
    return ['UID_NEARLY', second ? `${phrases[first]}, ${phrases[second]}` : phrases[first]]
  if (isNumber(token) && isNumber(join) && Number(token) === Number(join)) {
    return ['UID_NEARLY', phrases.digits]
  }
  if (token === sample.uid) return ['UID_SAMPLE']
  if (asInteger && !isNumber(token)) return ['UID_NEEDS_ACCOUNT']
  if (!asInteger && isNumber(token) && !isNumber(join)) return ['UID_NEEDS_INTEGER']
  return ['UID_MISMATCH']
}

function isNumber(text: string): boolean {
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(text)
}

/** Both are one 32-bit pattern, read with and without sign. */
function isTwin(a: string, b: string): boolean {
  return isNumber(a) && isNumber(b) && a !== b && Math.abs(Number(a) - Number(b)) === 2 ** 32
}
