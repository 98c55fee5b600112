/** How often something may be done: so many a second in the long run, and so many at once. */
export interface Rate {
  /** 0 = without limit */
  readonly perSecond: number
  /** 1 or more, unless there is no limit */
  readonly burst: number
}

export const noLimit: Rate = { perSecond: 0, burst: 0 }

const units = { s: 1, m: 60, h: 3600 }

/**
 * Reads `500/s`, `30/m`, `10/h`, each also with ` burst 5000`, and `0` for no limit. Without a burst it is what ten
 * seconds bring, at least one.
 *
 * @returns undefined for anything else, and for what is above a million
 */
export function readRate(text: string): Rate | undefined {
  if (text === '0') return noLimit
  const match = /^(\d{1,7})\/([smh])(?: +burst +(\d{1,7}))?$/.exec(text)
  if (match === null) return undefined
  const perSecond = Number(match[1]) / units[match[2] as keyof typeof units]
  const burst = match[3] === undefined ? tenSecondsOf(perSecond) : Number(match[3])
  const known = perSecond > 0 && perSecond <= most && burst >= 1 && burst <= most
  return known ? { perSecond, burst } : undefined
}

const most = 1_000_000

function tenSecondsOf(perSecond: number): number {
  return Math.min(most, Math.max(1, Math.ceil(perSecond * 10)))
}
