import { usageError } from './errors.ts'

const unitSeconds: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 }

/**
 * Seconds of `1h30m`, `45s`, `1d`. The unit is required: a bare number has been read as seconds,
 * minutes and milliseconds by different people.
 *
 * @throws CommandError `USAGE`
 */
export function readDuration(text: string, option: string): number {
  if (!/^(\d{1,9}[dhms])+$/.test(text)) {
    throw usageError(`${option} is written with units, such as 1h30m or 45s`)
  }
  let seconds = 0
  for (const [, count, unit] of text.matchAll(/(\d+)([dhms])/g)) {
    seconds += Number(count) * unitSeconds[unit!]!
  }
  return seconds
}

/** A span as people say it, in its two largest units. */
export function sayDuration(seconds: number): string {
  const whole = Math.abs(Math.round(seconds))
  const counts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const
  const said = counts.filter(([count]) => count > 0).slice(0, 2)
  return said.map(([count, unit]) => `${count} ${unit}`).join(' ') || '0 s'
}
