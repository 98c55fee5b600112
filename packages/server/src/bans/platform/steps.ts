import type { Ban, PlatformSide } from '../ban.ts'

/** What came of telling the platform. */
export type Outcome =
  | { readonly is: 'there'; readonly ruleId: number }
  | { readonly is: 'gone' }
  | { readonly is: 'refused'; readonly error: string }
  | { readonly is: 'unavailable'; readonly error: string; readonly afterSeconds: number }

const mostWaitSeconds = 60

/** Seconds until it is tried again: 1, 2, 4 … 60. */
export function waitSeconds(attempts: number): number {
  return Math.min(2 ** Math.min(attempts - 1, 10), mostWaitSeconds)
}

/**
 * Written down before the platform is told: a process that ends meanwhile leaves behind that something may have come about.
 * `at` is Unix seconds. Undefined: there is nothing to tell any more.
 */
export function begun({ platform }: Ban, at: number): PlatformSide | undefined {
  if (platform.state !== 'queued' && platform.state !== 'lifting') return undefined
  const attempts = platform.attempts + 1
  return { ...platform, attempts, nextAt: at + waitSeconds(attempts) }
}

/** The platform's side after it was told, whatever was decided here meanwhile. */
export function settled({ platform }: Ban, outcome: Outcome, at: number): PlatformSide {
  const { state, attempts, ruleId } = platform
  if (state !== 'queued' && state !== 'lifting') return platform
  switch (outcome.is) {
    case 'there':
      if (state === 'queued')
        return { state: 'applied', attempts, nextAt: 0, ruleId: outcome.ruleId }
      return { ...platform, ruleId: outcome.ruleId, nextAt: 0 } // lifted while it was made
    case 'gone':
      return state === 'lifting' ? { state: 'lifted', attempts, nextAt: 0, ruleId } : platform
    case 'refused':
      return { state: 'failed', attempts, nextAt: 0, ruleId, lastError: outcome.error }
    case 'unavailable':
      return { ...platform, nextAt: at + outcome.afterSeconds, lastError: outcome.error }
  }
}
