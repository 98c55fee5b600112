import type { AuditEntry, Head } from './chain.ts'
import type { Cut } from './cut.ts'
import type { Note } from './note.ts'

/** Which entries are wanted, the last first. */
export interface AuditWish {
  readonly chain: string
  /** these actions alone */
  readonly actions?: readonly string[] | undefined
  /** Unix seconds: not before, and before */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** only what has a smaller number: the last one of the page before */
  readonly before?: number | undefined
  /** at most so many, 1 to 1000 */
  readonly limit: number
}

/**
 * The audit: one chain of entries for each project, and one for what is no project's. Nothing is ever changed in it. What is
 * before the cut of a chain is not there any more, even while it still is.
 */
export interface Audit {
  /** Proves the ends of chains from now on. Before it is called nothing can be written. */
  readonly useKey: (key: Uint8Array) => void
  /** durable once it resolves */
  readonly write: (notes: readonly Note[]) => Promise<void>
  readonly heads: () => Promise<readonly Head[]>
  /** the next entries of a chain after a number, in their order */
  readonly read: (chain: string, after: number, limit: number) => Promise<readonly AuditEntry[]>
  readonly find: (wish: AuditWish) => Promise<readonly AuditEntry[]>
  /** of all chains, as they are kept: whether they are proven is another question */
  readonly cuts: () => Promise<readonly Cut[]>
  /** of this chain, if it is proven */
  readonly cutOf: (chain: string) => Promise<Cut | undefined>
  /**
   * Cuts a chain, and notes it: both or neither.
   *
   * @param after - where it is cut yet; 0: nowhere
   * @returns false when it is cut elsewhere meanwhile, and then nothing was done
   * @throws UnsureCut when it may be done; nothing was when it throws anything else
   */
  readonly cut: (cut: Omit<Cut, 'proof'>, after: number, notes: readonly Note[]) => Promise<boolean>
  /** Deletes what is before the cut, at most so many entries, and says how many those were. */
  readonly forget: (chain: string, limit: number) => Promise<number>
}
