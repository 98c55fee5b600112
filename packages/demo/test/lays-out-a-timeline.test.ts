import { explain, rtcToken } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut } from '../src/parts/timeline.ts'

const issuedAt = 1_795_227_055
const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'

function moments(expiresInSeconds: number, now: number, privileges = {}) {
  const wish = { appId, certificate, channel: 'lobby', uid: 7, issuedAt, expiresInSeconds }
  return explain(rtcToken({ ...wish, role: 'publisher', ...privileges }), { now }).timeline
}

test('a token of an hour: issued, now, the warning 30 seconds before its end, the end', () => {
  const { marks, stretches } = layOut(moments(3600, issuedAt + 900))
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
  const { marks } = layOut(moments(3600, issuedAt))
  expect(marks.find(({ kind }) => kind === 'end')?.label).toBe(
    'Token ends, with joinChannel, publishAudio, publishVideo and publishData',
  )
})

test('long after the end, now is the last', () => {
  const { marks } = layOut(moments(3600, issuedAt + 36_000))
  expect(marks.map(({ kind, position }) => [kind, position])).toEqual([
    ['issued', 0],
    ['warning', 0.09916666666666667],
    ['end', 0.1],
    ['now', 1],
  ])
})

test('a token that lives for less than the warning has none', () => {
  expect(layOut(moments(20, issuedAt)).marks.map(({ kind }) => kind)).toEqual([
    'issued',
    'now',
    'end',
  ])
})

test('what is no token has no timeline', () => {
  expect(layOut([])).toEqual({ marks: [], stretches: [] })
})

test('every mark lies on the bar, in order', () => {
  const life = fc.integer({ min: 1, max: 86_400 })
  const passed = fc.integer({ min: -100_000, max: 1_000_000 })
  fc.assert(
    fc.property(life, passed, (seconds, after) => {
      const { marks, stretches } = layOut(moments(seconds, issuedAt + after))
      const positions = marks.map(({ position }) => position)
      expect(positions).toEqual([...positions].sort((a, b) => a - b))
      for (const part of [...positions, ...stretches.flatMap(({ from, to }) => [from, to])]) {
        expect(part).toBeGreaterThanOrEqual(0)
        expect(part).toBeLessThanOrEqual(1)
      }
    }),
  )
})
