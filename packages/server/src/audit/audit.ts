import type { AuditEntry, Head } from './chain.ts'
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

/** The audit: one chain of entries for each project, and one for what is no project's. Nothing is ever changed in it. */
export interface Audit {
  /** Proves the ends of chains from now on. Before it is called nothing can be written. */
  readonly useKey: (key: Uint8Array) => void
  /** durable once it resolves */
  readonly write: (notes: readonly Note[]) => Promise<void>
  readonly heads: () => Promise<readonly Head[]>
  /** the next entries of a chain after a number, in their order */
  readonly read: (chain: string, after: number, limit: number) => Promise<readonly AuditEntry[]>
  readonly find: (wish: AuditWish) => Promise<readonly AuditEntry[]>
}
