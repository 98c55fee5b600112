import { expect, test } from 'vitest'
import type { BanRule } from '../src/explain/situation.ts'
import { explain } from '../src/explain.ts'
import { join, now, token007 } from './explain-faults/tokens.ts'

function saysOf(rule: BanRule): string | undefined {
  const { causes } = explain(token007(), { ...join, bans: [rule] })
  return causes.find(({ code }) => code === 'BANNED')?.message
}

test('the end of a kicking rule is said as a time of the calendar, in UTC', () => {
  const until = Date.UTC(2040, 0, 2, 3, 4, 5) / 1000
  expect(saysOf({ uid: 7, until })).toBe(
    'a kicking rule of the project forbids this join: uid 7, until 2040-01-02 03:04:05Z',
  )
})

test.each([
  ['none', undefined],
  ['an infinite one', Number.POSITIVE_INFINITY],
])('a rule with %s is not said to end', (_, until) => {
  expect(saysOf({ uid: 7, until })).toMatch(/: uid 7$/)
})

test('an end that no calendar has is said as it was given', () => {
  expect(saysOf({ uid: 7, until: 1e15 })).toMatch(/until 1000000000000000$/)
  expect(saysOf({ uid: 7, until: now })).toBeUndefined()
})
