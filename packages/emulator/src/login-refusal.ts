import type { Cause } from '@symbolon/token'
import { type LoginOutcome, type LoginOutcomeName, loginOutcomes } from './login-outcomes.ts'
import type { RefusalDetail } from './refusal.ts'
import type { RuleName } from './rules.ts'

/** Somebody is not logged in to messaging. `code` is the outcome that the platform has for it. */
export class LoginRefusal extends Error {
  override readonly name = 'LoginRefusal' as const
  readonly code: LoginOutcomeName
  readonly rule: RuleName
  readonly causes: readonly Cause[]

  constructor(code: LoginOutcomeName, { rule, detail, causes = [] }: RefusalDetail) {
    super(detail)
    this.code = code
    this.rule = rule
    this.causes = causes
  }

  /** numbers that the client is told, by its SDK */
  get outcome(): LoginOutcome {
    return loginOutcomes[this.code]
  }
}

/** True for a {@link LoginRefusal}, also one of another copy of this package. */
export function isLoginRefusal(error: unknown): error is LoginRefusal {
  return error instanceof Error && error.name === 'LoginRefusal' && 'code' in error
}
