import type { Policy } from './policy.ts'

/** A policy as it is kept: every one that was ever set stays, the last one counts. */
export interface KeptPolicy {
  /** of which project; in lower case */
  readonly appId: string
  /** 1, 2, 3, … of each project */
  readonly version: number
  readonly policy: Policy
  /** Unix seconds */
  readonly setAt: number
  readonly setBy: string
}
