import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EmulatorClock, spanSeconds } from '../src/index.ts'

test('everyone is woken in order of time, at their own instant, exactly once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1000), { maxLength: 200 }),
      fc.array(fc.nat(300), { maxLength: 8 }),
      (times, jumps) => {
        const clock = new EmulatorClock({ startAt: 0 })
        const woken: number[] = []
        for (const at of times) {
          clock.wakeAt(at, () => {
            expect(clock.now()).toBe(at)
            woken.push(at)
          })
        }
        let now = 0
        for (const jump of jumps) {
          clock.advance(jump)
          now += jump
          expect(clock.now()).toBe(now)
        }
        if (jumps.length > 0) {
          expect(woken).toEqual(times.filter((at) => at <= now).sort((a, b) => a - b))
        }
      },
    ),
  )
})

test('who is woken may ask again, cancel others, and stays silent when cancelled', () => {
  const clock = new EmulatorClock({ startAt: 0 })
  const woken: number[] = []
  const third = clock.wakeAt(3, () => woken.push(3))
  clock.wakeAt(1, () => {
    woken.push(1)
    third.cancel()
    clock.wakeAt(2, () => woken.push(2))
  })
  clock.advance('5s')
  expect(woken).toEqual([1, 2])
})

test('an error of the woken is the caller of advance’s, and the time is kept', () => {
  const clock = new EmulatorClock({ startAt: 0 })
  const woken: number[] = []
  clock.wakeAt(1, () => {
    throw new Error('of the test')
  })
  clock.wakeAt(2, () => woken.push(2))
  expect(() => clock.advance(5)).toThrow('of the test')
  clock.advance(0)
  expect([clock.now(), woken]).toEqual([5, [2]])
})

test('the clock cannot be advanced from within a jump', () => {
  const clock = new EmulatorClock({ startAt: 0 })
  clock.wakeAt(1, () => clock.advance(1))
  expect(() => clock.advance(1)).toThrow(RangeError)
})

test('a running clock jumps ahead of the system’s', async () => {
  const clock = new EmulatorClock({ running: true })
  const due = new Promise<void>((resolve) => {
    clock.wakeAt(clock.now() + 86_400, resolve)
  })
  const before = clock.now()
  clock.advance('24h')
  await due
  expect(clock.now() - before).toBeGreaterThanOrEqual(86_400)
  const soon = new Promise<void>((resolve) => {
    clock.wakeAt(clock.now() + 0.01, resolve)
  })
  await soon
  clock.stop()
})

test.each(['', '1', '1x', 'h', '-1s', '1.5h'])('"%s" is no span', (text) => {
  expect(() => spanSeconds(text)).toThrow(RangeError)
})

test('spans add their units up', () => {
  expect(spanSeconds('1d23h59m30s')).toBe(172_770)
  expect(spanSeconds(0.5)).toBe(0.5)
})
