import { expect, test } from 'vitest'
import { appId, otherAppId, refusalOf, start, token } from './fixture.ts'
import { withRest } from './support/rest.ts'

const rule = { appid: appId, cname: 'lobby', uid: 7, privileges: ['join_channel'] }
const iso = (at: number) => new Date(at * 1000).toISOString()
const path = '/dev/v1/kicking-rule'

test('a rule puts out whom it names and keeps them out, 60 minutes when no time is given', () => {
  const { ask, join, clock } = withRest()
  const member = join({ channel: 'lobby', token: token(), uid: 7 })
  expect(ask(`POST ${path}`, { body: rule })).toMatchObject({
    status: 200,
    body: { status: 'success', id: 1 },
  })
  expect(member.connectionState).toBe('DISCONNECTED')
  const again = () => join({ channel: 'lobby', token: token({ life: 9000, join: 9000 }), uid: 7 })
  expect(refusalOf(again).code).toBe('UID_BANNED')
  clock.advance('59m59s')
  expect(refusalOf(again).code).toBe('UID_BANNED')
  clock.advance('1s')
  expect(again().connectionState).toBe('CONNECTED')
})

test('a rule is listed with all its fields, null where it names nothing, until it ends', () => {
  const { ask, clock } = withRest()
  const only = { appid: appId, ip: '10.1.2.3', time: 5, privileges: ['publish_audio'] }
  ask(`POST ${path}`, { body: only })
  expect(ask(`GET ${path}?appid=${appId}`)).toMatchObject({ status: 200 })
  expect(ask(`GET ${path}?appid=${appId}`).body).toEqual({
    status: 'success',
    rules: [
      {
        id: 1,
        appid: appId,
        uid: null,
        opid: 1,
        cname: null,
        ip: '10.1.2.3',
        ts: iso(start + 300),
        privileges: ['publish_audio'],
        createAt: iso(start),
        updateAt: iso(start),
      },
    ],
  })
  clock.advance('5m')
  expect(ask(`GET ${path}?appid=${appId}`).body).toEqual({ status: 'success', rules: [] })
})

test.each([
  [{ time: 0.2 }, 60],
  [{ time: 1 }, 60],
  [{ time: 1440 }, 86_400],
  [{ time: 2000 }, 86_400],
  [{ time_in_seconds: 3 }, 10],
  [{ time_in_seconds: 86_430 }, 86_430],
  [{ time_in_seconds: 99_999 }, 86_430],
  [{ time: 30, time_in_seconds: 20 }, 20],
  [{}, 3600],
])('the time of %o is put within its bounds: %i seconds', (time, seconds) => {
  const { ask } = withRest()
  ask(`POST ${path}`, { body: { ...rule, ...time } })
  expect(ask(`GET ${path}?appid=${appId}`).body.rules[0].ts).toBe(iso(start + seconds))
})

test.each(['time', 'time_in_seconds'])('%s 0 puts out once and keeps no rule', (field) => {
  const { ask, join } = withRest()
  const member = join({ channel: 'lobby', token: token(), uid: 7 })
  expect(ask(`POST ${path}`, { body: { ...rule, [field]: 0 } }).status).toBe(200)
  expect(member.connectionState).toBe('DISCONNECTED')
  expect(ask(`GET ${path}?appid=${appId}`).body.rules).toEqual([])
  expect(join({ channel: 'lobby', token: token(), uid: 7 }).connectionState).toBe('CONNECTED')
})

test('a rule against publishing shuts that kind of stream and leaves the member in', () => {
  const { ask, join } = withRest()
  const member = join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  ask(`POST ${path}`, { body: { ...rule, privileges: ['publish_video'] } })
  expect(member.connectionState).toBe('CONNECTED')
  expect(member.gates).toMatchObject({ audio: true, video: false })
})

test('a rule is given another end, counted from now', () => {
  const { ask, clock } = withRest()
  ask(`POST ${path}`, { body: { ...rule, time: 10 } })
  clock.advance('5m')
  const longer = ask(`PUT ${path}`, { body: { appid: appId, id: 1, time: 20 } })
  const ts = iso(start + 300 + 1200)
  expect(longer.body).toEqual({ status: 'success', result: { id: 1, ts } })
  clock.advance('10m') // past the end it had at first
  const [kept] = ask(`GET ${path}?appid=${appId}`).body.rules
  expect(kept).toMatchObject({ ts, createAt: iso(start), updateAt: iso(start + 300) })
  ask(`PUT ${path}`, { body: { appid: appId, id: 1, time_in_seconds: 10 } })
  clock.advance('10s')
  expect(ask(`GET ${path}?appid=${appId}`).body.rules).toEqual([])
})

test('with time 0 a rule ends at once', () => {
  const { ask } = withRest()
  ask(`POST ${path}`, { body: rule })
  const ended = ask(`PUT ${path}`, { body: { appid: appId, id: 1, time: 0 } })
  expect(ended.body.result).toEqual({ id: 1, ts: iso(start) })
  expect(ask(`GET ${path}?appid=${appId}`).body.rules).toEqual([])
})

test('a deleted rule lets everyone back in', () => {
  const { ask, join } = withRest()
  ask(`POST ${path}`, { body: rule })
  const deleted = ask(`DELETE ${path}`, { body: { appid: appId, id: 1 } })
  expect(deleted).toMatchObject({ status: 200, body: { status: 'success', id: 1 } })
  expect(join({ channel: 'lobby', token: token(), uid: 7 }).connectionState).toBe('CONNECTED')
  expect(ask(`DELETE ${path}`, { body: { appid: appId, id: 1 } }).status).toBe(404)
})

test('a rule of another project is not found', () => {
  const { ask, projects } = withRest()
  projects.add({ appId: otherAppId })
  ask(`POST ${path}`, { body: rule })
  expect(ask(`PUT ${path}`, { body: { appid: otherAppId, id: 1, time: 1 } }).status).toBe(404)
  expect(ask(`DELETE ${path}`, { body: { appid: otherAppId, id: 1 } }).status).toBe(404)
  expect(ask(`GET ${path}?appid=${otherAppId}`).body.rules).toEqual([])
})

test.each([
  ['appid', { appid: 'f'.repeat(32) }],
  ['appid', { appid: undefined }],
  ['cname', { cname: '' }],
  ['uid', { uid: 0 }],
  ['uid', { uid: '7' }],
  ['uid', { uid: 2 ** 32 }],
  ['ip', { cname: undefined, uid: undefined, ip: '0' }],
  ['time', { time: -1 }],
  ['time', { time: 'soon' }],
  ['privileges', { privileges: undefined }],
  ['privileges', { privileges: [] }],
  ['privileges', { privileges: ['dance'] }],
])('a wrong %s is named: %o', (field, change) => {
  const { ask } = withRest()
  expect(ask(`POST ${path}`, { body: { ...rule, ...change } })).toMatchObject({
    status: 400,
    body: { message: `invalid ${field}` },
  })
})

test('a rule that names nobody, or more than is defined, is refused', () => {
  const { ask } = withRest()
  const nobody = { appid: appId, privileges: ['join_channel'] }
  expect(ask(`POST ${path}`, { body: nobody }).status).toBe(400)
  expect(ask(`POST ${path}`, { body: { ...rule, ip: '10.1.2.3' } }).status).toBe(400)
  expect(ask(`PUT ${path}`, { body: { appid: appId, id: 1 } }).status).toBe(404)
})
