import { expect, test } from 'vitest'
import { sayDistance, sayDuration } from '../src/parts/duration.ts'

test.each([
  [0, '0 s'],
  [0.9, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3570, '59 min 30 s'],
  [86_370, '23 h 59 min'],
  [86_400, '1 d'],
  [86_401, '1 d'],
  [-61, '1 min 1 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(sayDuration(seconds)).toBe(text)
})

test.each([
  [30, 'in 30 s'],
  [-30, '30 s ago'],
  [0.4, 'now'],
  [-0.4, 'now'],
])('%d seconds from now: %s', (seconds, text) => {
  expect(sayDistance(seconds)).toBe(text)
})
