import { readDuration } from './duration.ts'
import { usageError } from './errors.ts'

/**
 * Unix seconds of `2026-08-01`, `2026-08-01T12:00Z` (UTC both), or `90d`: so long ago.
 *
 * @param now - Unix seconds
 * @throws CommandError `USAGE`, for what lies ahead too
 */
export function readPast(text: string, option: string, now: number): number {
  if (/^(\d+[dhms])+$/.test(text)) return now - readDuration(text, option)
  const isDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/.test(text)
  const at = isDate ? Date.parse(text) / 1000 : Number.NaN
  if (Number.isNaN(at)) {
    throw usageError(`${option} is a date, such as 2026-08-01, or how long ago, such as 90d`)
  }
  if (at > now) throw usageError(`${option} lies ahead`)
  return at
}
