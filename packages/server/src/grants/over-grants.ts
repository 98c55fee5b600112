import type { Ledger, LedgerEntry } from '../record/ledger.ts'

/** Why a grant is more than one user in one channel needs, or for longer than others. */
type OverReason =
  /** a pattern, or nothing, in the channel, or a pattern in the user; and it may publish */
  | 'WILDCARD_PUBLISH'
  /** any user of one channel may publish */
  | 'UNBOUND_PUBLISH'
  /** anybody may log in to messages, as whoever they like */
  | 'UNBOUND_LOGIN'
  /** lives more than four times as long as is usual in its project */
  | 'LONG_LIFE'

export interface OverGrant extends LedgerEntry {
  readonly reason: OverReason
}

interface OverGrants {
  /** those for more than one user in one channel, the next to end first */
  readonly grants: readonly OverGrant[]
  /** absent on the last page */
  readonly next?: string | undefined
  /** Seconds: of half of the grants the life is shorter. Absent on later pages, and where nothing lives. */
  readonly usualSeconds?: number | undefined
  /** of those that end last, which live much longer than is usual; on the first page alone */
  readonly longLives: readonly OverGrant[]
}

interface OverWish {
  readonly appId: string
  /** Unix seconds */
  readonly at: number
  /** at most so many of either kind, 1 to 1000 */
  readonly limit: number
  readonly after?: string | undefined
}

/** How many are looked at, from either end, to tell what is usual. */
const sampleSize = 500
const muchLonger = 4

/** What lives and lets more be done than is usually meant. Costs the same however many grants there are. */
export async function overGrants(
  ledger: Pick<Ledger, 'find'>,
  { appId, at, limit, after }: OverWish,
): Promise<OverGrants> {
  const { entries, next } = await ledger.find({ appId, liveAt: at, over: true, limit, after })
  const grants = entries.map((entry) => ({ ...entry, reason: widthOf(entry) }))
  if (after !== undefined) return { grants, next, longLives: [] }
  const live = { appId, liveAt: at, limit: sampleSize }
  const soon = (await ledger.find(live)).entries
  const late = (await ledger.find({ ...live, lastFirst: true })).entries
  const usualSeconds = median([...soon, ...late].map(lifeOf))
  return { grants, next, usualSeconds, longLives: longest(late, usualSeconds).slice(0, limit) }
}

function widthOf({ channel, subject, publishes }: LedgerEntry): OverReason {
  if (!publishes) return 'UNBOUND_LOGIN'
  const pattern = channel === undefined || channel.includes('*') || subject.includes('*')
  return pattern ? 'WILDCARD_PUBLISH' : 'UNBOUND_PUBLISH'
}

function longest(entries: readonly LedgerEntry[], usualSeconds = 0): OverGrant[] {
  return entries
    .filter((entry) => lifeOf(entry) > usualSeconds * muchLonger)
    .sort((a, b) => lifeOf(b) - lifeOf(a))
    .map((entry) => ({ ...entry, reason: 'LONG_LIFE' }))
}

function lifeOf({ issuedAt, expiresAt }: LedgerEntry): number {
  return expiresAt - issuedAt
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
