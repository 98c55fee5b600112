import { expect, test } from 'vitest'
import { appId, start, token } from './fixture.ts'
import { withRest } from './support/rest.ts'

const root = `/dev/v1/channel/${appId}`
const users = `/dev/v1/channel/user/${appId}`
const property = `/dev/v1/channel/user/property/${appId}`

function livelyRest() {
  const rest = withRest()
  const join = (uid: number, role: 'host' | 'audience', channel = 'lobby') =>
    rest.join({ channel, token: token({ uid: String(uid), channel }), uid, role })
  join(1, 'host')
  join(2, 'audience')
  join(3, 'audience')
  rest.clock.advance('90s')
  join(4, 'host', 'a b/c'.replace('/', '?'))
  return rest
}

test('channels are listed with their counts, a page at a time', () => {
  const { ask } = livelyRest()
  expect(ask(`GET ${root}`).body).toEqual({
    success: true,
    data: {
      channels: [
        { channel_name: 'lobby', user_count: 3 },
        { channel_name: 'a b?c', user_count: 1 },
      ],
      total_size: 2,
    },
  })
  expect(ask(`GET ${root}?page_no=1&page_size=1`).body.data).toEqual({
    channels: [{ channel_name: 'a b?c', user_count: 1 }],
    total_size: 2,
  })
  expect(ask(`GET ${root}?page_no=9`).body.data).toEqual({ channels: [], total_size: 2 })
})

test.each(['page_size=0', 'page_size=501', 'page_no=-1', 'page_no=x'])('%s is refused', (query) => {
  const { ask } = withRest()
  const [name] = query.split('=')
  expect(ask(`GET ${root}?${query}`)).toMatchObject({
    status: 400,
    body: { message: `invalid ${name}` },
  })
})

test('hosts and audience of a live channel are listed apart', () => {
  const { ask } = livelyRest()
  const everyone = { broadcasters: [1], audience: [2, 3], audience_total: 2 }
  expect(ask(`GET ${users}/lobby`).body).toEqual({
    success: true,
    data: { channel_exist: true, mode: 2, ...everyone },
  })
  const hosts = { success: true, data: { channel_exist: true, mode: 2, broadcasters: [1] } }
  expect(ask(`GET ${users}/lobby/hosts_only`).body).toEqual(hosts)
  expect(ask(`GET ${users}/lobby?hosts_only=1`).body).toEqual(hosts)
})

test('a channel name may be percent-encoded', () => {
  const { ask } = livelyRest()
  expect(ask(`GET ${users}/a%20b%3Fc`).body.data).toMatchObject({ broadcasters: [4] })
  expect(ask(`GET ${users}/a%`)).toMatchObject({ status: 400, body: { message: 'invalid path' } })
})

test('where everyone is a host, users are one list', () => {
  const { ask, join } = withRest()
  join({ channel: 'call', token: token({ channel: 'call' }), uid: 7, mode: 'rtc' })
  expect(ask(`GET ${users}/call`).body.data).toEqual({
    channel_exist: true,
    mode: 1,
    total: 1,
    users: [7],
  })
  expect(ask(`GET ${users}/call/hosts_only`).body.data).toEqual({ channel_exist: true, mode: 1 })
})

test('a channel that nobody is in does not exist', () => {
  const { ask, join } = withRest()
  const gone = { success: true, data: { channel_exist: false } }
  expect(ask(`GET ${users}/lobby`).body).toEqual(gone)
  join({ channel: 'lobby', token: token(), uid: 7 }).leave()
  expect(ask(`GET ${users}/lobby`).body).toEqual(gone)
  expect(ask(`GET ${root}`).body.data).toEqual({ channels: [], total_size: 0 })
})

test('a user is told of with role, time of joining and platform', () => {
  const { ask, join } = livelyRest()
  expect(ask(`GET ${property}/1/lobby`).body).toEqual({
    success: true,
    data: { in_channel: true, uid: 1, join: start, role: 2, platform: 7 },
  })
  expect(ask(`GET ${property}/2/lobby`).body.data).toMatchObject({ role: 3 })
  join({ channel: 'call', token: token({ channel: 'call' }), uid: 7, mode: 'rtc' })
  expect(ask(`GET ${property}/7/call`).body.data).toMatchObject({ role: 1, join: start + 90 })
  expect(ask(`GET ${property}/9/lobby`).body).toEqual({
    success: true,
    data: { in_channel: false },
  })
})

test('a user is named by integer uid alone', () => {
  const { ask } = withRest()
  for (const uid of ['alice', '0', '-1', '4294967296']) {
    expect(ask(`GET ${property}/${uid}/lobby`)).toMatchObject({
      status: 400,
      body: { message: 'invalid uid' },
    })
  }
})

test('an unknown App ID is an invalid one', () => {
  const { ask } = withRest()
  for (const path of ['', '/user', '/user/property']) {
    const rest = path === '' ? '' : path === '/user' ? '/lobby' : '/1/lobby'
    expect(ask(`GET /dev/v1/channel${path}/${'0'.repeat(32)}${rest}`)).toMatchObject({
      status: 400,
      body: { message: 'invalid appid' },
    })
  }
})
