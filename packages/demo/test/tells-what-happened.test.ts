import { expect, test } from 'vitest'
import { Log } from '../src/demo/log.ts'
import { tellEvent } from '../src/demo/tell-event.ts'

const nameOf = (uid: number | undefined) => (uid === 1 ? 'host' : `uid ${uid}`)
const event = { id: 1, at: 100, channel: 'lobby', uid: 1 }

test.each([
  [{ type: 'joined' }, 'admitted host to “lobby”', 'good'],
  [{ type: 'left', reason: 'left' }, 'host left', 'plain'],
  [{ type: 'left', reason: 'token expired' }, 'put host out: token expired', 'bad'],
  [{ type: 'warned' }, 'warned host: the token ends in 30 s', 'warn'],
  [{ type: 'renewed' }, 'took a new token of host', 'good'],
  [{ type: 'role changed', role: 'audience' }, 'host is in the audience now', 'plain'],
  [{ type: 'published', kind: 'video' }, 'host published video', 'plain'],
  [{ type: 'refused', detail: 'banned' }, 'refused host at “lobby”: banned', 'bad'],
  [
    { type: 'renewal refused', causes: [{ code: 'UID_NEARLY', message: 'nearly' }] },
    'renewal refused to host: UID_NEARLY, nearly',
    'bad',
  ],
])('%o', (what, text, tone) => {
  expect(tellEvent({ ...event, ...what }, nameOf)).toEqual({ text, tone })
})

test('what is of no interest is not told', () => {
  expect(tellEvent({ ...event, type: 'channel created' }, nameOf)).toBeUndefined()
})

const line = { who: 'Platform', tone: 'plain' } as const

test('the newest line is the first, and one that comes late takes its place in time', () => {
  const log = new Log()
  for (const at of [10, 30, 20]) log.write({ ...line, at, text: `at ${at}` })
  expect(log.state.lines.map(({ text }) => text)).toEqual(['at 30', 'at 20', 'at 10'])
})

test('the same again is counted', () => {
  const log = new Log()
  for (const at of [1, 2, 3]) log.write({ ...line, at, text: 'refused' })
  log.write({ ...line, at: 4, text: 'admitted' })
  expect(log.state.lines.map(({ text, times }) => [text, times])).toEqual([
    ['admitted', 1],
    ['refused', 3],
  ])
})

test('old lines are let go', () => {
  const log = new Log()
  for (let at = 0; at < 500; at++) log.write({ ...line, at, text: `${at}` })
  expect(log.state.lines).toHaveLength(200)
  expect(log.state.lines[0]?.text).toBe('499')
})
