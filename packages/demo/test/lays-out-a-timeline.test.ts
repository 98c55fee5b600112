import { EmulatorClock, startEmulator } from '@symbolon/emulator'
import { explain, mint, rtcToken } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut } from '../src/parts/timeline.ts'

const issuedAt = 1_795_227_055
const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'

function life(expiresInSeconds: number, now: number) {
  const wish = { appId, certificate, channel: 'lobby', uid: 7, issuedAt, expiresInSeconds }
  return explain(rtcToken({ ...wish, role: 'publisher' }), { now })
}

/** A token whose two lives differ, and what is shown of it. */
function twoLives(expiresInSeconds: number, joinChannel: number) {
  const services = [
    { type: 'rtc', channel: 'lobby', uid: '7', privileges: { joinChannel } },
  ] as const
  const claims = { version: '007', appId, issuedAt, expiresInSeconds, services } as const
  const token = mint(claims, certificate)
  return { token, ...layOut(explain(token, { now: issuedAt })) }
}

/** Seconds after issue at which the emulator warns who came in with the token. */
function warnedAt(token: string): readonly number[] {
  const emulator = startEmulator({
    projects: [{ appId, certificate }],
    clock: new EmulatorClock({ startAt: issuedAt }),
  })
  const warnings: number[] = []
  emulator
    .join({ channel: 'lobby', token, uid: 7 })
    .on('token-privilege-will-expire', () => warnings.push(emulator.clock.now() - issuedAt))
  emulator.clock.advance('25h')
  return warnings
}

test.each([
  ['of one length', 3600, 3600],
  ['token shorter than privilege', 600, 3600],
  ['privilege shorter than token', 3600, 600],
  ['privilege without an end', 3600, 0],
  ['token without a life of its own', 0, 3600],
])('the warning stands where the emulator warns: %s', (_, life, joins) => {
  const { token, marks } = twoLives(life, joins)
  const shown = marks.filter(({ kind }) => kind === 'warning').map(({ at }) => at - issuedAt)
  expect(shown).toEqual(warnedAt(token))
})

test('who stays longer than the token opens is shown to stay', () => {
  const { marks, stretches } = twoLives(600, 3600)
  expect(marks.map(({ at, label }) => [at - issuedAt, label])).toEqual([
    [0, 'Issued'],
    [0, 'Now'],
    [600, 'Token ends'],
    [3570, 'Warning'],
    [3600, 'joinChannel ends'],
  ])
  expect(stretches.map(({ from, to }) => [from, to])).toEqual([
    [0, 3570 / 3600],
    [3570 / 3600, 1],
  ])
})

test('a 006 token is warned of within its day', () => {
  const wish = { version: '006', appId, certificate, channel: 'lobby', uid: 7, issuedAt } as const
  const token = rtcToken({ ...wish, privileges: { joinChannel: 0 } })
  const { marks } = layOut(explain(token, { now: issuedAt }))
  expect(marks.find(({ kind }) => kind === 'warning')?.at).toBe(issuedAt + 86_400 - 30)
})

test('a token of an hour: issued, now, the warning 30 seconds before its end, the end', () => {
  const { marks, stretches } = layOut(life(3600, issuedAt + 900))
  expect(marks.map(({ kind, at, position }) => [kind, at - issuedAt, position])).toEqual([
    ['issued', 0, 0],
    ['now', 900, 0.25],
    ['warning', 3570, 3570 / 3600],
    ['end', 3600, 1],
  ])
  expect(stretches.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['life', 0, 3570 / 3600],
    ['warned', 3570 / 3600, 1],
  ])
})

test('privileges that end with the token are named with it', () => {
  const { marks } = layOut(life(3600, issuedAt))
  expect(marks.at(-1)?.label).toBe('Token ends, with all its privileges')
})

test('privileges that end before the token have marks of their own, and the warning keeps to joining', () => {
  const privileges = { joinChannel: 1800, publishAudio: 600, publishVideo: 600, publishData: 3600 }
  const services = [{ type: 'rtc', channel: 'lobby', uid: '7', privileges }] as const
  const claims = { version: '007', appId, issuedAt, expiresInSeconds: 3600, services } as const
  const explanation = explain(mint(claims, certificate), { now: issuedAt })
  expect(layOut(explanation).marks.map(({ at, label }) => [at - issuedAt, label])).toEqual([
    [0, 'Issued'],
    [0, 'Now'],
    [600, 'publishAudio and publishVideo end'],
    [1770, 'Warning'],
    [1800, 'joinChannel ends'],
    [3600, 'Token ends, with publishData'],
  ])
})

test('long after the end, now is the last', () => {
  const { marks } = layOut(life(3600, issuedAt + 36_000))
  expect(marks.map(({ kind, position }) => [kind, position])).toEqual([
    ['issued', 0],
    ['warning', 0.09916666666666667],
    ['end', 0.1],
    ['now', 1],
  ])
})

test('a token that lives for less than the warning has none', () => {
  expect(layOut(life(20, issuedAt)).marks.map(({ kind }) => kind)).toEqual(['issued', 'now', 'end'])
})

test('what is no token has no timeline', () => {
  expect(layOut(explain('no token', { now: issuedAt }))).toEqual({ marks: [], stretches: [] })
})

test('every mark lies on the bar, in order', () => {
  const lives = fc.integer({ min: 1, max: 86_400 })
  const passed = fc.integer({ min: -100_000, max: 1_000_000 })
  fc.assert(
    fc.property(lives, passed, (seconds, after) => {
      const { marks, stretches } = layOut(life(seconds, issuedAt + after))
      const positions = marks.map(({ position }) => position)
      expect(positions).toEqual([...positions].sort((a, b) => a - b))
      for (const part of [...positions, ...stretches.flatMap(({ from, to }) => [from, to])]) {
        expect(part).toBeGreaterThanOrEqual(0)
        expect(part).toBeLessThanOrEqual(1)
      }
    }),
  )
})
