import type { Policy } from './policy.ts'

/** Which policy it is, without what it says. */
export interface PolicyHead {
  /** of which project; in lower case */
  readonly appId: string
  /** 1, 2, 3, … of each project */
  readonly version: number
  /** Unix seconds */
  readonly setAt: number
  readonly setBy: string
}

/** A policy as it is kept: every one that was ever set stays, the last one counts. */
export interface KeptPolicy extends PolicyHead {
  readonly policy: Policy
}
