/** One thing that was looked at. */
export interface Finding {
  /** what was looked at, in one word or two */
  readonly about: string
  /** `fail`: something does not work · `warn`: it works, and will surprise somebody */
  readonly state: 'ok' | 'warn' | 'fail'
  readonly text: string
  /** what to do; present unless all is well */
  readonly remedy?: string
}

export function ok(about: string, text: string): Finding {
  return { about, state: 'ok', text }
}

export function warn(about: string, text: string, remedy: string): Finding {
  return { about, state: 'warn', text, remedy }
}

export function fail(about: string, text: string, remedy: string): Finding {
  return { about, state: 'fail', text, remedy }
}
