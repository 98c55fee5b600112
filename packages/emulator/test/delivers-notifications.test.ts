import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { EmulatorClock } from '../src/clock.ts'
import { Delivery } from '../src/notifications/delivery.ts'
import type { Notice } from '../src/notifications/notice.ts'
import { createNotifications } from '../src/notifications/notifications.ts'
import { postNotice } from '../src/notifications/post-notice.ts'
import { emulator, start } from './fixture.ts'
import { receiver } from './support/receiver.ts'

const notice = (noticeId: string): Notice => ({ noticeId, eventType: 101, payload: {} })
const never = new AbortController().signal

/** A delivery to a receiver that takes what `takes` says. */
function delivery(takes: (id: string) => boolean, most?: number) {
  const clock = new EmulatorClock({ startAt: start })
  const sent: string[] = []
  const lost: string[] = []
  const made = new Delivery({
    clock,
    most,
    send: async ({ noticeId }) => {
      sent.push(noticeId)
      return takes(noticeId)
    },
    onLost: ({ noticeId }, why) => lost.push(`${noticeId} ${why}`),
  })
  return { made, clock, sent, lost }
}

test('what is not taken is sent again at once, then after growing gaps, then given up', async () => {
  const { made, clock, sent, lost } = delivery(() => false)
  made.offer(notice('a'))
  await made.idle()
  expect(sent).toHaveLength(2)
  clock.advance('9s')
  await made.idle()
  expect(sent).toHaveLength(2)
  clock.advance('1s')
  await made.idle()
  expect(sent).toHaveLength(3)
  clock.advance('59s')
  await made.idle()
  expect(sent).toHaveLength(3)
  clock.advance('1s')
  await made.idle()
  expect(sent).toHaveLength(4)
  clock.advance('24h')
  await made.idle()
  expect(sent).toHaveLength(4)
  expect(lost).toEqual(['a refused'])
  expect(made.counts).toEqual({ delivered: 0, refused: 1, dropped: 0, waiting: 0 })
})

test('one that waits for another attempt holds nobody up', async () => {
  let mends = false
  const { made, clock, sent } = delivery((id) => id !== 'a' || mends)
  for (const id of ['a', 'b', 'c']) made.offer(notice(id))
  await made.idle()
  expect(sent).toEqual(['a', 'a', 'b', 'c'])
  expect(made.counts).toMatchObject({ delivered: 2, waiting: 1 })
  mends = true
  clock.advance('10s')
  await made.idle()
  expect(made.counts).toMatchObject({ delivered: 3, waiting: 0 })
})

test('of too many the oldest are dropped and counted', async () => {
  const { made, sent, lost } = delivery(() => true, 2)
  for (const id of ['a', 'b', 'c', 'd']) made.offer(notice(id))
  await made.idle()
  expect(sent).toEqual(['a', 'c', 'd']) // the first was on its way
  expect(lost).toEqual(['b dropped'])
  expect(made.counts).toMatchObject({ delivered: 3, dropped: 1, waiting: 0 })
})

test('what waits for another attempt is dropped before what was never tried', async () => {
  const { made, lost } = delivery((id) => id !== 'a', 2)
  made.offer(notice('a'))
  await made.idle()
  for (const id of ['b', 'c', 'd']) made.offer(notice(id))
  await made.idle()
  expect(lost).toEqual(['a dropped'])
})

test('after the stop nothing is sent', async () => {
  const { made, clock, sent } = delivery(() => false)
  made.offer(notice('a'))
  await made.idle()
  made.stop()
  made.offer(notice('b'))
  clock.advance('24h')
  await made.idle()
  expect(sent).toEqual(['a', 'a'])
  expect(made.counts.waiting).toBe(0)
})

test('the time of sending is that of the attempt, the name stays', async () => {
  const { platform, clock, join } = emulator({ appIdOnly: true })
  const { url, received } = await receiver([500, 500])
  const notifications = createNotifications(platform, { url, secret: 's' })
  onTestFinished(notifications.stop)
  join({ channel: 'lobby', token: null, uid: 7, mode: 'rtc' })
  await notifications.idle()
  clock.advance('10s')
  await notifications.idle()
  const created = received.map(({ text }) => JSON.parse(text)).filter((it) => it.eventType === 101)
  expect(created.map(({ notifyMs }) => notifyMs - start * 1000)).toEqual([0, 0, 10_000])
  expect(new Set(created.map(({ noticeId }) => noticeId)).size).toBe(1)
  expect(notifications.counts()).toMatchObject({ delivered: 2, waiting: 0 })
})

test.each([204, 302, 400, 500])('an answer with %i is none', async (status) => {
  const { url, received } = await receiver([status])
  const send = postNotice(new EmulatorClock(), { url, secret: 's' })
  expect(await send(notice('a'), never)).toBe(false)
  expect(received).toHaveLength(1)
  expect(await send(notice('a'), never)).toBe(true)
})

test('a receiver that takes too long, or is not there, has not taken it', async () => {
  const { url } = await receiver([0])
  const send = postNotice(new EmulatorClock(), { url, secret: 's', timeoutSeconds: 0.02 })
  expect(await send(notice('a'), never)).toBe(false)
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const gone = postNotice(new EmulatorClock(), { url: `http://127.0.0.1:${port}/`, secret: 's' })
  expect(await gone(notice('a'), never)).toBe(false)
})

test.each(['ftp://127.0.0.1/', 'file:///etc/hosts', '/hook', '', 'http://me:secret@127.0.0.1/'])(
  'nothing is sent to %s, which no message repeats',
  (url) => {
    const { platform } = emulator()
    const act = () => createNotifications(platform, { url, secret: 's' })
    expect(act).toThrow(RangeError)
    expect(act).not.toThrow(/secret|hosts/)
  },
)

test('a member enters and leaves while the receiver never answers', async () => {
  const { platform, join } = emulator({ appIdOnly: true })
  const { url } = await receiver([0, 0, 0, 0])
  const notifications = createNotifications(platform, { url, secret: 's' })
  const member = join({ channel: 'lobby', token: null, uid: 7 })
  member.leave()
  expect(member.connectionState).toBe('DISCONNECTED')
  expect(notifications.counts().waiting).toBe(3)
  notifications.stop()
})
