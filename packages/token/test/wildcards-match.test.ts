import { isWildcard, matches } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** By definition: slow, and right. */
function oracle(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  if (pattern[0] !== '*')
    return pattern[0] === text[0] && text !== '' && oracle(pattern.slice(1), text.slice(1))
  for (let i = 0; i <= text.length; i++) if (oracle(pattern.slice(1), text.slice(i))) return true
  return false
}

test('the examples of the seeds', () => {
  expect(matches('1*a*2', '1abc2')).toBe(true)
  expect(matches('1*a*2', '1a2')).toBe(true)
  expect(matches('1*a*2', '12')).toBe(false)
  expect(matches('1*a*2', '1abc23')).toBe(false)
  for (const any of ['*', ''])
    for (const text of ['', 'lobby', '4294967295']) expect(matches(any, text)).toBe(true)
  expect(matches('0', '7')).toBe(false)
})

test('as the definition says, on short texts of few letters', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 7 })
  const words = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 })
  fc.assert(
    fc.property(letters, words, (pattern, text) => {
      expect(matches(pattern, text)).toBe(oracle(pattern, text))
    }),
    { numRuns: 20_000 },
  )
})

test('the worst patterns of 64 bytes take less than a millisecond', () => {
  const worst: [string, string][] = [
    [`${'*a'.repeat(31)}*b`, 'a'.repeat(64)],
    ['a*'.repeat(32), 'a'.repeat(64)],
    [`${'*'.repeat(63)}b`, 'a'.repeat(64)],
    ['*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', 'a'.repeat(64)],
  ]
  for (const [pattern, text] of worst) {
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 20; i++) {
      const start = process.hrtime.bigint()
      matches(pattern, text)
      best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6)
    }
    expect(best).toBeLessThan(1)
  }
})

test('a text with a star, or none, names more than one', () => {
  expect(['', '*', 'a*'].every(isWildcard)).toBe(true)
  expect(['0', 'a', '#'].some(isWildcard)).toBe(false)
})
