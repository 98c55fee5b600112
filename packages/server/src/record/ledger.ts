/** What one service of one token lets its subject do: kept until it ends. Never the token itself. */
export interface LedgerEntry {
  /** names the token and gives nothing of it away */
  readonly tokenId: string
  /** which service of the token, from 0 */
  readonly nth: number
  readonly appId: string
  readonly service: string
  /** absent for services without channels */
  readonly channel?: string | undefined
  /** uid, account or user id as the token has it; empty = any user */
  readonly subject: string
  readonly publishes: boolean
  /** Unix seconds */
  readonly issuedAt: number
  readonly expiresAt: number
  /** which certificate signed it */
  readonly certificateId: string
  readonly callerKind: string
  readonly callerId: string
  readonly dialect: string
  /** name of the rule that allowed it; absent where the project was open to every caller */
  readonly rule?: string | undefined
}

/** What names a token. */
export type TokenName = Pick<LedgerEntry, 'tokenId' | 'issuedAt'>

/** Which entries are wanted. Texts are compared as they are. */
export interface LedgerWish {
  readonly appId: string
  readonly channel?: string | undefined
  readonly subject?: string | undefined
  readonly publishes?: boolean | undefined
  /** those that have not ended at this instant, Unix seconds */
  readonly liveAt?: number | undefined
  /** those alone that let more than one user in one channel be heard */
  readonly over?: true | undefined
  /** those that end last first; not with `after` */
  readonly lastFirst?: true | undefined
  /** at most so many, 1 to 1000 */
  readonly limit: number
  /** the `next` of the page before */
  readonly after?: string | undefined
}

interface LedgerPage {
  readonly entries: readonly LedgerEntry[]
  /** absent on the last page */
  readonly next?: string | undefined
}

/** What of a certificate's tokens is still about. */
export interface Drain {
  readonly unexpiredTokens: number
  /** Unix seconds; absent when there are none */
  readonly lastEndsAt?: number | undefined
}

/** What a certificate's tokens let people do: what ends when it is refused. */
export interface Toll extends Drain {
  /** services of those tokens; those above fifty thousand are not looked at */
  readonly grants: number
  readonly more: boolean
  /** where most of them are, the fullest first */
  readonly channels: readonly ChannelToll[]
}

export interface ChannelToll {
  /** absent: of services without channels */
  readonly channel?: string | undefined
  readonly grants: number
  /** how many of them may publish */
  readonly publishers: number
  /** Unix seconds */
  readonly lastEndsAt: number
}

/** Some of the tokens that are still about. */
export interface Lives {
  /** services of tokens; those above a thousand are not counted */
  readonly grants: number
  readonly more: boolean
  /** Unix seconds; absent when there are none */
  readonly lastEndsAt?: number | undefined
}

/** A subject everywhere, a subject in a channel, or all of a channel. */
interface Within {
  readonly appId: string
  readonly subject?: string | undefined
  readonly channel?: string | undefined
}

/** What lets them in: grants that name them, and those that stand for any user or for a pattern that they fit. */
interface ReachOf {
  readonly own: Lives
  readonly open: Lives
}

/** The grants that were given and have not ended: who can publish where, until when, asked for by whom. */
export interface Ledger {
  /** in the order of their ends, the next first */
  readonly find: (wish: LedgerWish) => Promise<LedgerPage>
  /** every service of this token, of whatever project; `issuedAt` stands in the token */
  readonly ofToken: (token: TokenName) => Promise<readonly LedgerEntry[]>
  readonly drainOf: (certificateId: string, at: number) => Promise<Drain>
  /** with at most so many channels, 1 to 100 */
  readonly tollOf: (certificateId: string, at: number, channels: number) => Promise<Toll>
  readonly reach: (within: Within, at: number) => Promise<ReachOf>
  /** Forgets up to `limit` entries that ended before this instant. @returns how many there were */
  readonly forget: (before: number, limit: number) => Promise<number>
}
