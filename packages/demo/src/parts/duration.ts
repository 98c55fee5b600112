const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** A span in its two largest units: `23 h 59 min`. A part of a second counts as none. */
export function sayDuration(seconds: number): string {
  let rest = Math.floor(Math.abs(seconds))
  const parts = units.map(([size, unit]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return { count, unit }
  })
  const first = parts.findIndex(({ count }) => count > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count} ${unit}`)
    .join(' ')
}

/** `in 5 min`, `5 min ago`, or `now`. */
export function sayDistance(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole === 0) return 'now'
  return whole > 0 ? `in ${sayDuration(whole)}` : `${sayDuration(whole)} ago`
}

/** Time of day of a Unix second here, with the day unless it is that of `now`. */
export function sayInstant(at: number, now: number): string {
  const date = new Date(at * 1000)
  if (Number.isNaN(date.getTime())) return `${at}`
  const time = date.toLocaleTimeString('en-GB')
  const sameDay = date.toDateString() === new Date(now * 1000).toDateString()
  return sameDay ? time : `${date.toLocaleDateString('en-CA')} ${time}`
}
