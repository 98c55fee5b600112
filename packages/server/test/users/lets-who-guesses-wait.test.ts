import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOff } from '../../src/users/back-off.ts'
import { waits } from '../../src/users/waits.ts'
import { keptProject, serving } from '../authority.ts'
import { cookieOf, person } from './people.ts'

// T10 of the threat model: guessing passwords, finding out names, and locking an owner out.

const at = 1_800_000_000

function trial(name: string, address = '198.51.100.7') {
  return { name, address }
}

/** Seconds to wait for a trial at `when`; 0 where it is let in, and then it is wrong. */
function wrong(waiting: ReturnType<typeof backOff>, who: ReturnType<typeof trial>, when = at) {
  try {
    waiting(who, when)
    return 0
  } catch (error) {
    expect(error).toMatchObject({ code: 'SIGN_IN_LATER', status: 429 })
    return (error as { retryAfterSeconds: number }).retryAfterSeconds
  }
}

test('after five wrong passwords the wait doubles, up to a quarter of an hour', () => {
  const waiting = backOff()
  for (let nth = 0; nth < 5; nth++) expect(wrong(waiting, trial('ana'))).toBe(0)
  const seen: number[] = []
  let now = at
  for (let nth = 0; nth < 12; nth++) {
    const seconds = wrong(waiting, trial('ana'), now)
    seen.push(seconds)
    expect(wrong(waiting, trial('ana'), now + seconds - 1)).toBe(1) // asking again makes it no longer
    now += seconds
    expect(wrong(waiting, trial('ana'), now)).toBe(0)
  }
  expect(seen).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
})

test('many at once count as many', () => {
  const waiting = backOff()
  const all = Array.from({ length: 50 }, () => wrong(waiting, trial('ana')))
  expect(all.filter((seconds) => seconds === 0)).toHaveLength(5)
})

test('a right password forgets the wrong ones before it, and is none itself', () => {
  const waiting = backOff()
  for (let nth = 0; nth < 4; nth++) wrong(waiting, trial('ana'))
  for (let nth = 0; nth < 40; nth++) waiting(trial('ana'), at).wasRight()
  for (let nth = 0; nth < 5; nth++) expect(wrong(waiting, trial('ana'))).toBe(0)
})

test('a trial that could not be looked at is none', () => {
  const waiting = backOff()
  for (let nth = 0; nth < 50; nth++) waiting(trial('ana'), at).wasNone()
  for (let nth = 0; nth < 5; nth++) expect(wrong(waiting, trial('ana'))).toBe(0)
  expect(wrong(waiting, trial('ana'))).toBe(1)
})

test('a stranger elsewhere does not keep an owner from where they signed in before', () => {
  const waiting = backOff()
  const owner = trial('ana', '203.0.113.1')
  waiting(owner, at).wasRight()
  for (let nth = 0; nth < 500; nth++) wrong(waiting, trial('ana', `198.51.100.${nth % 250}`))
  expect(wrong(waiting, trial('ana', '192.0.2.200'))).toBeGreaterThan(0)
  expect(wrong(waiting, owner)).toBe(0)
  // from a new address an owner waits as strangers do: a minute at most
  let longest = 0
  for (let now = at; now < at + 7200; now++) {
    const stranger = `192.0.2.${now % 250}`
    longest = Math.max(longest, wrong(waiting, trial('ana', stranger), now))
  }
  expect(longest).toBeGreaterThan(30)
  expect(longest).toBeLessThanOrEqual(60)
})

test('what is known of an address is forgotten after 30 days', () => {
  const waiting = backOff()
  const owner = trial('ana', '203.0.113.1')
  waiting(owner, at).wasRight()
  const later = at + 30 * 86_400
  for (let nth = 0; nth < 25; nth++) wrong(waiting, trial('ana', `198.51.100.${nth}`), later)
  expect(wrong(waiting, owner, later)).toBeGreaterThan(0)
})

test('one address does not go through names; an account of its own does not help', () => {
  const waiting = backOff()
  const address = '198.51.100.7'
  let let_in = 0
  for (let nth = 0; nth < 200; nth++) {
    if (nth % 3 === 0) {
      try {
        waiting(trial('mine', address), at).wasRight()
      } catch {} // has to wait as well, unless known there
    }
    if (wrong(waiting, trial(`name${nth}`, address)) === 0) let_in++
  }
  expect(let_in).toBe(20)
})

test('who has a whole network of IPv6 has one address; IPv4 is one in either spelling', () => {
  const sameAs = (one: string, other: string) => {
    const waiting = backOff()
    for (let nth = 0; nth < 5; nth++) wrong(waiting, trial('ana', one))
    return wrong(waiting, trial('ana', other)) > 0
  }
  expect(sameAs('2001:db8:0:1::1', '2001:db8::1:ffff:1:2:3')).toBe(true)
  expect(sameAs('2001:db8:0:1::1', '2001:0db8:0000:0001:0:0:0:9')).toBe(true)
  expect(sameAs('fe80::1%eth0', 'fe80::2')).toBe(true)
  expect(sameAs('2001:db8:0:1::1', '2001:db8:0:2::1')).toBe(false)
  expect(sameAs('::ffff:192.0.2.1', '192.0.2.1')).toBe(true)
  expect(sameAs('::ffff:192.0.2.1', '::ffff:192.0.2.2')).toBe(false)
})

test('an hour in which nothing goes wrong forgets', () => {
  const waiting = waits({ free: 2, mostSeconds: 8 })
  for (let nth = 0; nth < 9; nth++) waiting.count('a', at)
  expect(waiting.left('a', at)).toBe(8)
  waiting.count('a', at + 8 + 3599)
  expect(waiting.left('a', at + 8 + 3599)).toBe(8)
  waiting.count('a', at + 20_000)
  expect(waiting.left('a', at + 20_000)).toBe(0)
})

test('whatever happens, no wait is longer than the longest', () => {
  const when = fc.array(fc.tuple(fc.nat(3), fc.nat(4000)), { maxLength: 60 })
  fc.assert(
    fc.property(when, (acts) => {
      const waiting = waits({ free: 3, mostSeconds: 60 })
      let now = at
      for (const [act, pause] of acts) {
        now += pause
        if (act === 0) waiting.forget('a')
        else if (act === 1) waiting.uncount('a', now)
        else waiting.count('a', now)
        expect(waiting.left('a', now)).toBeGreaterThanOrEqual(0)
        expect(waiting.left('a', now)).toBeLessThanOrEqual(60)
      }
    }),
  )
})

test('of very many keys the oldest are forgotten', () => {
  const waiting = waits({ free: 1, mostSeconds: 60 })
  for (let nth = 0; nth < 10_050; nth++) waiting.count(`key ${nth}`, at)
  expect(waiting.left('key 49', at)).toBe(0)
  expect(waiting.left('key 50', at)).toBe(1)
})

test('over HTTP: 429 with Retry-After, whether there is such a user or not', async () => {
  const kept = await keptProject()
  await person(kept, 'ana', 'viewer')
  const calling = await serving(kept, {}, 'dev', { systemNow: () => at })
  const guess = (name: string) =>
    calling.call('POST /v1/session', { body: { name, password: 'wrong one, and long' } })
  const answers: unknown[][] = []
  for (const name of ['ana', 'nobody']) {
    const own = await Promise.all([1, 2, 3, 4, 5, 6].map(() => guess(name)))
    answers.push(own.map(({ status }) => status).sort())
    const refused = own.find(({ status }) => status === 429)
    expect(refused?.body.code).toBe('SIGN_IN_LATER')
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(answers).toEqual([
    [401, 401, 401, 401, 401, 429],
    [401, 401, 401, 401, 401, 429],
  ])
  await expect(cookieOf(calling, 'ana')).rejects.toThrow('SIGN_IN_LATER')
})
