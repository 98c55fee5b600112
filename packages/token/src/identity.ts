/** How a join names its user, as the text that tokens carry; undefined when it does not say. */
export function joinUser({
  uid,
  account,
}: {
  readonly uid?: number
  readonly account?: string
}): string | undefined {
  if (account !== undefined) return account
  if (uid === undefined) return undefined
  if (!Number.isInteger(uid) || uid > 0xffffffff || uid < -0x80000000) {
    throw new RangeError(`uid must be a whole number from 0 to 4294967295, not ${uid}`)
  }
  return uid === 0 ? '' : `${uid >>> 0}` // Java and Objective-C show the upper half as negative
}
