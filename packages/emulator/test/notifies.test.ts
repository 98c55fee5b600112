import { createHmac } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createNotifications } from '../src/notifications/notifications.ts'
import { signatures } from '../src/notifications/signatures.ts'
import { appId, emulator, otherAppId, start, token } from './fixture.ts'
import { receiver } from './support/receiver.ts'

const secret = 'a secret of notifications'

/** An emulator that notifies a receiver; `told` gives what arrived, in order. */
async function notifying(settings: Parameters<typeof emulator>[1] = {}) {
  const platform = emulator({ appIdOnly: true }, settings)
  const { url, received } = await receiver()
  const notifications = createNotifications(platform.platform, { url, secret })
  onTestFinished(notifications.stop)
  const told = async () => {
    await notifications.idle()
    return received.splice(0).map(({ text }) => JSON.parse(text))
  }
  const events = async () =>
    (await told()).map(({ eventType, payload }) => [eventType, payload.reason ?? payload.uid])
  return { ...platform, received, notifications, told, events }
}

test('bodies are signed as in the published example', () => {
  const body =
    '{"eventMs":1560408533119,"eventType":10,"noticeId":"4eb720f0-8da7-11e9-a43e-53f411c2761f","notifyMs":1560408533119,"payload":{"a":"1","b":2},"productId":1}'
  expect(signatures('secret', body)).toEqual({
    v1: '033c62f40f687675f17f0f41f91a40c71c0f134c',
    v2: '6d3320c60b11101395b7fc8f9068748808a0aa1bfa064438e39d1bc2c7d74d99',
  })
})

test('a member of a live channel is told of from the first to the last', async () => {
  const { join, clock, told } = await notifying()
  const member = join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  clock.advance('90s')
  member.leave()
  clock.advance('10s')
  const seq = expect.any(Number)
  const about = { channelName: 'lobby', uid: 7, platform: 7, clientSeq: seq }
  expect((await told()).map(({ eventType, payload }) => ({ eventType, payload }))).toEqual([
    { eventType: 101, payload: { channelName: 'lobby', ts: start } },
    { eventType: 103, payload: { ...about, ts: start } },
    { eventType: 104, payload: { ...about, ts: start + 90, reason: 1, duration: 90 } },
    { eventType: 102, payload: { channelName: 'lobby', ts: start + 100, lastUid: 7 } },
  ])
})

test('audience, calls and changes of role have numbers of their own', async () => {
  const { join, events } = await notifying()
  const audience = join({ channel: 'live', token: null, uid: 1 })
  audience.setClientRole('host')
  audience.setClientRole('audience')
  audience.leave()
  join({ channel: 'call', token: null, uid: 2, mode: 'rtc' }).leave()
  expect(await events()).toEqual([
    [101, undefined],
    [105, 1],
    [111, 1],
    [112, 1],
    [106, 1],
    [101, undefined],
    [107, 2],
    [108, 1],
  ])
})

test('an account is told beside its uid', async () => {
  const { join, told } = await notifying()
  join({ channel: 'live', token: null, uid: 'alice' })
  const [, joined] = await told()
  expect(joined.payload).toMatchObject({ account: 'alice', uid: expect.any(Number) })
})

test('the reason tells why a member left', async () => {
  const { join, clock, ban, expel, reset, events, outage } = await notifying()
  const enter = (life = 3600) => {
    const own = token({ join: life, life, issuedAt: Math.floor(clock.now()) })
    return join({ channel: 'lobby', token: own, uid: 7 })
  }
  enter()
  ban({ uid: 7, for: '1m' })
  clock.advance('1m')
  enter()
  expel({ uid: 7 })
  enter() // replaced by the next
  enter(60)
  clock.advance('60s')
  enter()
  outage('11s') // longer than a lost member is kept; it comes back by itself
  clock.advance('11s')
  reset()
  const all = await events()
  expect(all.at(-1)?.[0]).toBe(102) // the channel ends with the reset
  const left = all.filter(([eventType]) => eventType === 106)
  expect(left.map(([, reason]) => reason)).toEqual([3, 3, 5, 3, 2, 0])
})

test('which reason an end of time has is a setting', async () => {
  const { join, clock, told } = await notifying({ expiryLeaveReason: 0 })
  join({ channel: 'lobby', token: token({ join: 60, life: 60 }), uid: 7 })
  clock.advance('60s')
  const last = (await told()).at(-1)
  expect(last).toMatchObject({ eventType: 106, payload: { reason: 0, duration: 60 } })
})

test('a notification is signed, named once, and numbered in the order of events', async () => {
  const { join, notifications, received } = await notifying()
  join({ channel: 'lobby', token: token(), uid: 7 }).leave()
  await notifications.idle()
  const ids = new Set()
  let clientSeq = 0
  for (const { headers, text } of received) {
    const hmac = (algorithm: string) => createHmac(algorithm, secret).update(text).digest('hex')
    expect(headers['agora-signature']).toBe(hmac('sha1'))
    expect(headers['agora-signature-v2']).toBe(hmac('sha256'))
    expect(headers['content-type']).toBe('application/json')
    const { noticeId, productId, notifyMs, payload } = JSON.parse(text)
    ids.add(noticeId)
    expect({ productId, notifyMs }).toEqual({ productId: 1, notifyMs: start * 1000 })
    if (payload.clientSeq === undefined) continue
    expect(payload.clientSeq).toBeGreaterThan(clientSeq)
    clientSeq = payload.clientSeq
  }
  expect(ids.size).toBe(received.length)
  expect(received).toHaveLength(3)
})

test('one project can be told of alone', async () => {
  const { platform, projects, join } = emulator({ appIdOnly: true })
  projects.add({ appId: otherAppId })
  const { url, received } = await receiver()
  const notifications = createNotifications(platform, { url, secret, appId: otherAppId })
  onTestFinished(notifications.stop)
  join({ appId, channel: 'one', token: null, uid: 1 })
  join({ appId: otherAppId, channel: 'two', token: null, uid: 2 })
  await notifications.idle()
  const channels = received.map(({ text }) => JSON.parse(text).payload.channelName)
  expect(channels).toEqual(['two', 'two'])
})
