import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contains, globOf, overlaps } from '../../src/policies/glob.ts'
import { patternFault } from '../../src/policies/pattern.ts'

// T8 and F5 of the threat model: patterns cannot be made slow, and say what a plain reading of them says.

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 })
const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 })
const runs = { numRuns: 20_000 }

/** As anyone would write it who need not be quick. */
function plainly(glob: string, text: string): boolean {
  if (glob === '') return text === ''
  if (glob[0] === '*') {
    return plainly(glob.slice(1), text) || (text !== '' && plainly(glob, text.slice(1)))
  }
  return glob[0] === text[0] && text !== '' && plainly(glob.slice(1), text.slice(1))
}

const names = ['']
for (let at = 0; names.length < 1023; at++) names.push(`${names[at]}a`, `${names[at]}b`)

test('a name fits a pattern as a plain reading says', () => {
  fc.assert(
    fc.property(pattern, name, (glob, text) => {
      expect(contains(globOf(glob), text)).toBe(plainly(glob, text))
    }),
    runs,
  )
})

test('a pattern lies within another when no name escapes it', () => {
  fc.assert(
    fc.property(pattern, pattern, (outer, inner) => {
      const within = contains(globOf(outer), inner)
      const escaped = names.some((text) => plainly(inner, text) && !plainly(outer, text))
      if (escaped) expect(within).toBe(false)
      // what a third letter stands for is the only name that can escape when those of two do not
      const strange = inner.replaceAll('*', 'c')
      expect(within).toBe(plainly(outer, strange))
    }),
    { numRuns: 3000 },
  )
})

test('two patterns overlap when a name fits both', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 4 })
  fc.assert(
    fc.property(short, short, (one, other) => {
      const common = names.some((text) => plainly(one, text) && plainly(other, text))
      expect(overlaps(globOf(one), other)).toBe(common)
    }),
    { numRuns: 3000 },
  )
})

test('the work for hostile patterns grows as their length, not as its powers', () => {
  // counts the characters that are looked at: a clock would say something else on each machine
  const work = (glob: string, text: string) => {
    let looks = 0
    const counted = new Proxy(Object(text), {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks++
        const value = target[key as keyof typeof target] as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    }) as unknown as string
    contains(globOf(glob), counted)
    return looks
  }
  for (const stars of [1, 4, 8]) {
    const glob = `${'*aab'.repeat(stars)}*`
    for (const length of [64, 255, 4096]) {
      const looks = work(glob, 'a'.repeat(length))
      expect(looks).toBeLessThanOrEqual(4 * length)
    }
  }
})

test.each([
  ['a'.repeat(64), undefined],
  ['a'.repeat(65), 'has more than 64 bytes'],
  ['é'.repeat(33), 'has more than 64 bytes'],
  ['*a'.repeat(8), undefined],
  ['*a'.repeat(9), 'has more than 8 stars'],
  [`u-\${caller.sub}`, undefined],
  [`u-\${caller.name}`, `names \${caller.name}; there are \${caller.id} and \${caller.sub}`],
])('%s as a pattern: %s', (text, fault) => {
  expect(patternFault(text)).toBe(fault)
})
