/** How often something went wrong, by key, and who waits because of it. Instants are Unix seconds. */
export interface Waits {
  /** how many seconds are left; 0 = none */
  readonly left: (key: string, at: number) => number
  /** once more; beyond the free ones the next has to wait */
  readonly count: (key: string, at: number) => void
  /** the last one counted was none, and the wait for it neither */
  readonly uncount: (key: string, at: number) => void
  readonly forget: (key: string) => void
}

interface Entry {
  readonly times: number
  readonly until: number
  readonly lastAt: number
}

const quietSeconds = 3600
const mostKeys = 10_000

/**
 * A wait of 1 s after so many that are `free`, then 2, 4, … up to `mostSeconds`; forgotten after an hour in which
 * nothing went wrong. In the memory of this process, and bounded: of more than 10,000 keys the one that was not touched
 * for longest is forgotten. (rate-limiter-flexible counts in windows of the system's clock, keeps every key until its
 * end, and knows no wait that grows.)
 */
export function waits({
  free,
  mostSeconds,
}: {
  readonly free: number
  readonly mostSeconds: number
}): Waits {
  const entries = new Map<string, Entry>()
  const current = (key: string, at: number) => {
    const entry = entries.get(key)
    return entry !== undefined && at - Math.max(entry.lastAt, entry.until) < quietSeconds
      ? entry
      : undefined
  }
  const put = (key: string, entry: Entry) => {
    entries.delete(key) // so that it comes last
    entries.set(key, entry)
    if (entries.size > mostKeys) entries.delete(entries.keys().next().value!)
  }
  return {
    left: (key, at) => Math.max(0, (current(key, at)?.until ?? at) - at),
    count: (key, at) => {
      const times = (current(key, at)?.times ?? 0) + 1
      const seconds = times < free ? 0 : Math.min(mostSeconds, 2 ** Math.min(30, times - free))
      put(key, { times, until: at + seconds, lastAt: at })
    },
    uncount: (key, at) => {
      const entry = current(key, at)
      if (entry !== undefined)
        put(key, { ...entry, times: Math.max(0, entry.times - 1), until: at })
    },
    forget: (key) => void entries.delete(key),
  }
}
