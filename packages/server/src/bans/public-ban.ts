import { type Ban, type PlatformState, stands } from './ban.ts'

/**
 * Who tells the platform, seen from where one looks: this process; nobody, for it lacks the credentials, or the project is
 * local and so there is none; a server of the same database, or the emulator beside one, if such a one runs.
 */
export type PlatformView = 'tells' | 'no credentials' | 'local' | 'elsewhere' | 'emulator'

/** `over`: it ended by itself, and so did the platform's rule. */
export type ShownState = PlatformState | 'not configured' | 'over'

/** A ban as it is shown at `at` (Unix seconds): what holds here, and apart from it what holds on the platform. */
export function publicBan(ban: Ban, at: number, view: PlatformView): object {
  const { subject, numeric, platform, outlives: _, ...about } = ban
  const { ruleId, attempts, nextAt, lastError } = platform
  const state = shownState(ban, at, view)
  const waits = state === 'queued' || state === 'lifting'
  return {
    ...about,
    ...(subject === undefined ? {} : numeric ? { uid: Number(subject) } : { account: subject }),
    reissue: stands(ban, at) ? 'denied' : 'allowed',
    platform: { state, ruleId, attempts, ...(waits && nextAt > 0 ? { nextAt } : {}), lastError },
  }
}

export function shownState(ban: Ban, at: number, view: PlatformView): ShownState {
  const { state } = ban.platform
  const waits = state === 'queued' || state === 'lifting'
  if (at >= ban.until && (waits || state === 'applied')) return 'over'
  return waits && (view === 'no credentials' || view === 'local') ? 'not configured' : state
}
