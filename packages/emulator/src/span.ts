const unitSeconds: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 }

/** Seconds as a number, or a text such as `23h59m30s`. */
export type Span = number | string

/**
 * Seconds of a span. In a text the unit is required: a bare number has been read as seconds, minutes
 * and milliseconds by different people.
 *
 * @throws RangeError when it is neither, or negative
 */
export function spanSeconds(span: Span): number {
  if (typeof span === 'number') {
    if (span >= 0 && Number.isFinite(span)) return span
    throw new RangeError(`a span is a number of seconds from 0 up, not ${span}`)
  }
  if (!/^(\d{1,9}[dhms])+$/.test(span)) {
    throw new RangeError('a span is written with units, such as 1h30m or 45s')
  }
  let seconds = 0
  for (const [, count, unit] of span.matchAll(/(\d+)([dhms])/g)) {
    seconds += Number(count) * unitSeconds[unit!]!
  }
  return seconds
}
