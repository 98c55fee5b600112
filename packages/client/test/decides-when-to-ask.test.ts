import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFit, renewalDueAt, secondsUntilAttempt, withRenewAt } from '../src/renewal.ts'

const issuedAt = 1_800_000_000
const life = fc.integer({ min: 2, max: 86_400 })
const random = fc.double({ min: 0, max: 1, noNaN: true })
const seconds = fc.double({ min: 0, max: 90_000, noNaN: true })

const tokenOf = (lifeSeconds: number, renewAt?: number) =>
  withRenewAt({ token: 't', issuedAt, expiresAt: issuedAt + lifeSeconds, renewAt })

const at = { awaited: false, woken: false, random: 0.5 }

test('a renewal is due between renewAt and the end, and before the warning of a life of 10 minutes or more', () => {
  fc.assert(
    fc.property(life, random, (lifeSeconds, drawn) => {
      const token = tokenOf(lifeSeconds)
      const due = renewalDueAt(token, drawn)
      expect(due).toBeGreaterThanOrEqual(token.renewAt)
      expect(due).toBeLessThan(token.expiresAt)
      if (lifeSeconds >= 600) expect(token.expiresAt - due).toBeGreaterThan(30)
    }),
  )
})

test('a token as the server would date it is dated so here', () => {
  for (const [lifeSeconds, after] of [
    [86_400, 85_800],
    [3600, 3240],
    [600, 540],
    [90, 30],
    [89, 44],
    [40, 20],
    [7, 3],
    [1, 1],
  ] as const) {
    expect(tokenOf(lifeSeconds).renewAt - issuedAt).toBe(after)
  }
  expect(tokenOf(3600, issuedAt + 100).renewAt).toBe(issuedAt + 100)
  expect(tokenOf(3600, issuedAt + 3601).renewAt).toBe(issuedAt + 3240)
})

test('after a failure the pause has bounds, and Retry-After is never undercut', () => {
  const facts = fc.record({
    now: seconds.map((passed) => issuedAt + passed),
    token: fc.option(
      life.map((lifeSeconds) => tokenOf(lifeSeconds)),
      { nil: undefined },
    ),
    awaited: fc.boolean(),
    woken: fc.boolean(),
    random,
    count: fc.integer({ min: 1, max: 1000 }),
    retryAfterSeconds: fc.constantFrom(0, 1, 30, 3600),
  })
  fc.assert(
    fc.property(facts, ({ count, retryAfterSeconds, ...rest }) => {
      const failed = { count, secondsAgo: 0, error: { retryAfterSeconds } }
      const wait = secondsUntilAttempt({ ...rest, failed })
      const { token, awaited, now } = rest
      if (token === undefined && !awaited) {
        expect(wait).toBeUndefined()
        return
      }
      expect(wait).toBeGreaterThanOrEqual(retryAfterSeconds + 0.5)
      const early = token && !awaited ? Math.max(0, renewalDueAt(token, rest.random) - now) : 0
      expect(wait).toBeLessThanOrEqual(Math.max(early, retryAfterSeconds + 60))
    }),
  )
})

test('nothing is asked without a token or someone who waits', () => {
  expect(secondsUntilAttempt({ ...at, now: issuedAt })).toBeUndefined()
  expect(secondsUntilAttempt({ ...at, now: issuedAt, awaited: true })).toBe(0)
})

test('the pause counts from the failure', () => {
  const failed = { count: 1, secondsAgo: 0, error: { retryAfterSeconds: 10 } }
  const facts = { ...at, now: issuedAt, awaited: true }
  expect(secondsUntilAttempt({ ...facts, failed })).toBe(10.75)
  expect(secondsUntilAttempt({ ...facts, failed: { ...failed, secondsAgo: 4 } })).toBe(6.75)
  expect(secondsUntilAttempt({ ...facts, failed: { ...failed, secondsAgo: 99 } })).toBe(0)
})

test('a token is fit to join with while 30 seconds are left, or a quarter of a short life', () => {
  const hour = tokenOf(3600)
  expect(isFit(hour, hour.expiresAt - 31)).toBe(true)
  expect(isFit(hour, hour.expiresAt - 30)).toBe(false)
  const short = tokenOf(40)
  expect(isFit(short, short.expiresAt - 11)).toBe(true)
  expect(isFit(short, short.expiresAt - 10)).toBe(false)
})

test('a renewAt is a whole second', () => {
  fc.assert(
    fc.property(life, fc.option(seconds, { nil: undefined }), (lifeSeconds, after) => {
      const { renewAt } = tokenOf(lifeSeconds, after && issuedAt + after)
      expect(Number.isInteger(renewAt)).toBe(true)
      expect(renewAt).toBeGreaterThan(issuedAt)
    }),
  )
})
