/** What a session's clock looks at. All instants are Unix seconds. */
export interface SessionTimes {
  /** when its member is put out; infinite = never */
  readonly staysUntil: number
  /** the ends that are warned of, the nearest first */
  readonly ends: readonly number[]
  /** the last end that was warned of, and when */
  readonly warned: { readonly of: number; readonly at: number } | undefined
  /** when something else must be looked at again */
  readonly looksAt: number
}

export type Verdict =
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'warn'; readonly of: number }
  | { readonly do: 'expel' }

export interface Warnings {
  readonly warnSeconds: number
  /** 0 = once for each end */
  readonly repeatWarningSeconds: number
}

/** What the session's clock orders at `now`. Pure: the caller owns the timer and the socket. */
export function readClock(
  { staysUntil, ends, warned, looksAt }: SessionTimes,
  now: number,
  { warnSeconds, repeatWarningSeconds }: Warnings,
): Verdict {
  if (now >= staysUntil) return { do: 'expel' }
  let until = Math.min(staysUntil, looksAt)
  for (const end of ends) {
    if (end <= now) continue
    const again = warned?.of === end && repeatWarningSeconds > 0
    if (warned !== undefined && end <= warned.of && !again) continue
    const at = again ? warned.at + repeatWarningSeconds : end - warnSeconds
    if (now >= at) return { do: 'warn', of: end }
    until = Math.min(until, at)
  }
  return { do: 'wait', until }
}
