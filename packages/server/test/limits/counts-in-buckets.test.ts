import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Buckets } from '../../src/limiter/buckets.ts'
import { readRate } from '../../src/limiter/rate.ts'

const start = 1_795_227_055

/** How many of so many a name gets at one instant. */
function taken(buckets: Buckets, name: string, { at, of }: { at: number; of: number }): number {
  return Array.from({ length: of }, () => buckets.take(name, at)).filter((wait) => wait === 0)
    .length
}

test('a name has its burst at once, and then what comes with the time', () => {
  const buckets = new Buckets({ perSecond: 5, burst: 20 })
  expect(taken(buckets, 'a', { at: start, of: 100 })).toBe(20)
  expect(taken(buckets, 'a', { at: start + 1, of: 100 })).toBe(5)
  expect(taken(buckets, 'a', { at: start + 3, of: 100 })).toBe(10)
  expect(taken(buckets, 'a', { at: start + 3600, of: 100 })).toBe(20)
  expect(taken(buckets, 'b', { at: start + 3600, of: 100 })).toBe(20)
})

test('whoever waits as long as they are told gets one', () => {
  const rates = fc.record({
    perSecond: fc.constantFrom(0.1, 1 / 60, 1, 3, 500),
    burst: fc.integer({ min: 1, max: 50 }),
  })
  fc.assert(
    fc.property(rates, fc.integer({ min: 0, max: 10 }), (rate, idle) => {
      const buckets = new Buckets(rate)
      taken(buckets, 'a', { at: start, of: 60 })
      const at = start + idle
      taken(buckets, 'a', { at, of: 60 })
      const wait = Math.ceil(buckets.take('a', at))
      expect(wait).toBeGreaterThan(0)
      expect(buckets.waitOf('a', at)).toBeGreaterThan(0)
      expect(buckets.take('a', at + wait)).toBe(0)
    }),
  )
})

test('what is refused is not counted: who goes on asking waits no longer', () => {
  const buckets = new Buckets({ perSecond: 0.1, burst: 2 })
  expect(taken(buckets, 'a', { at: start, of: 1000 })).toBe(2)
  expect(buckets.take('a', start)).toBeCloseTo(10)
})

test('a flood of names takes bounded memory, and a name that is in use is remembered through it', () => {
  const buckets = new Buckets({ perSecond: 1 / 3600, burst: 1000 })
  taken(buckets, 'a', { at: start, of: 1000 })
  for (let nth = 0; nth < 1_000_000; nth++) {
    buckets.take(`made up ${nth}`, start)
    if (nth === 30_000) expect(buckets.take('a', start)).toBeGreaterThan(0)
  }
  expect(buckets.size).toBeLessThanOrEqual(100_000)
})

test('names are forgotten once they have everything back', () => {
  const buckets = new Buckets({ perSecond: 1, burst: 10 })
  for (let nth = 0; nth < 1000; nth++) buckets.take(`${nth}`, start)
  buckets.take('a', start + 11)
  buckets.take('a', start + 22)
  expect(buckets.size).toBeLessThanOrEqual(2)
})

test('names are not forgotten before', () => {
  const buckets = new Buckets({ perSecond: 1, burst: 10 })
  buckets.take('other', start - 9)
  taken(buckets, 'a', { at: start, of: 10 })
  buckets.take('other', start + 2)
  buckets.take('other', start + 9)
  expect(taken(buckets, 'a', { at: start + 9, of: 100 })).toBe(9)
})

test('a clock that is put back keeps nobody out for longer than a full bucket takes', () => {
  const buckets = new Buckets({ perSecond: 1, burst: 10 })
  taken(buckets, 'a', { at: start + 86_400, of: 10 })
  expect(buckets.take('a', start)).toBeLessThanOrEqual(1)
  expect(taken(buckets, 'a', { at: start + 10, of: 100 })).toBe(10)
})

test.each([
  ['0', { perSecond: 0, burst: 0 }],
  ['500/s', { perSecond: 500, burst: 5000 }],
  ['500/s burst 7', { perSecond: 500, burst: 7 }],
  ['30/m', { perSecond: 0.5, burst: 5 }],
  ['36/h', { perSecond: 0.01, burst: 1 }],
  ['1000000/s', { perSecond: 1_000_000, burst: 1_000_000 }],
  ['0/s', undefined],
  ['500', undefined],
  ['-1/s', undefined],
  ['1.5/s', undefined],
  ['1/d', undefined],
  ['1/s burst 0', undefined],
  ['2000000/s', undefined],
  ['1/s burst 2000000', undefined],
])('a rate of %s', (text, rate) => {
  expect(readRate(text)).toEqual(rate)
})
