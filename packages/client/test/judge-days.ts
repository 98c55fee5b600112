import { expect } from 'vitest'
import { type Day, liveThrough } from './day-of-sessions.ts'

/** Lives through so many days, and holds them to what is promised of each, and of all together. */
export async function judgeDays(sessions: number): Promise<void> {
  const days: Day[] = []
  for (let seed = 1; seed <= sessions; seed++) days.push(await liveThrough(seed))
  const sum = (pick: (day: Day) => number) => days.reduce((all, day) => all + pick(day), 0)

  const lost = days.flatMap((day, nth) => day.lost.map((text) => `seed ${nth + 1}: ${text}`))
  expect(lost).toEqual([])
  expect(Math.max(...days.map(({ mostAtOnce }) => mostAtOnce))).toBe(1)
  expect(sum(({ afterRefusal }) => afterRefusal)).toBe(0)
  const ideal = sum(({ ideal }) => ideal)
  // a renewal comes some minutes before the end; attempts that met a server that was down count too
  const requests = sum(({ answered, unanswered }) => answered + unanswered)
  expect(requests / ideal).toBeLessThanOrEqual(1.3)

  // the faults did happen
  expect(days.some(({ refused }) => refused)).toBe(true)
  for (const fault of ['down', 'offline', 'asleep', 'busy', 'killed', 'skewed']) {
    expect(sum(({ faults }) => faults[fault]!)).toBeGreaterThan(sessions / 5)
  }
}
