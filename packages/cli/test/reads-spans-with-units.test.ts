import { expect, test } from 'vitest'
import { readDuration, sayDuration } from '../src/duration.ts'

test.each([
  ['45s', 45],
  ['1h30m', 5400],
  ['1d', 86_400],
  ['0s', 0],
  ['90m', 5400],
])('%s is %i seconds', (text, seconds) => {
  expect(readDuration(text, '--ttl')).toBe(seconds)
})

test.each(['3600', '1.5h', '-1h', '1h 30m', 'h', '', '1w', '1H'])('"%s" is refused', (text) => {
  expect(() => readDuration(text, '--ttl')).toThrow('--ttl is written with units')
})

test('spans are said in their two largest units', () => {
  expect([0, 59, 3600, 5400, 90_061].map(sayDuration)).toEqual([
    '0 s',
    '59 s',
    '1 h',
    '1 h 30 min',
    '1 d 1 h',
  ])
})
