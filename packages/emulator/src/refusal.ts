import type { Cause } from '@symbolon/token'
import { type Outcome, type OutcomeName, outcomes } from './outcomes.ts'
import type { RuleName } from './rules.ts'

/** What a refusal is for: the outcome is for the client, the rest for the developer. */
export interface RefusalDetail {
  readonly rule: RuleName
  /** why, in our own words; holds no secret and no token */
  readonly detail: string
  /** from `explain`, the first to look at first */
  readonly causes?: readonly Cause[]
}

/** Somebody is not let in, or may not do something. `code` is the outcome that the platform has for it. */
export class Refusal extends Error {
  override readonly name = 'Refusal' as const
  readonly code: OutcomeName
  readonly rule: RuleName
  readonly causes: readonly Cause[]

  constructor(code: OutcomeName, { rule, detail, causes = [] }: RefusalDetail) {
    super(detail)
    this.code = code
    this.rule = rule
    this.causes = causes
  }

  /** codes and text that the client is told */
  get outcome(): Outcome {
    return outcomes[this.code]
  }
}

/** True for a {@link Refusal}, also one of another copy of this package. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal' && 'code' in error
}
