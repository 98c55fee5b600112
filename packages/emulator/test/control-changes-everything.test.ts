import { expect, test } from 'vitest'
import {
  appId,
  otherAppId,
  refusalOf,
  secondCertificate,
  start,
  subscriberToken,
  token,
} from './fixture.ts'
import { withControl } from './support/control.ts'

const project = `/emulator/v1/projects/${appId}`

test('time jumps, and what falls due has happened when the answer comes', () => {
  const { post, join } = withControl()
  const member = join({ channel: 'lobby', token: token({ join: 3600 }), uid: 7 })
  const told: string[] = []
  member.on('token-privilege-will-expire', () => told.push('will'))
  member.on('token-privilege-did-expire', () => told.push('did'))
  expect(post('/clock/advance', { span: '59m30s' }).body).toEqual({ now: start + 3570 })
  expect(told).toEqual(['will'])
  expect(post('/clock/advance', { span: 30 }).body).toEqual({ now: start + 3600 })
  expect(told).toEqual(['will', 'did'])
})

test.each([{}, { span: '5' }, { span: -1 }, { span: '367d' }, { span: '1h', by: 1 }])(
  'a jump of %o is refused',
  (body) => {
    const { post, clock } = withControl()
    expect(post('/clock/advance', body)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    })
    expect(clock.now()).toBe(start)
  },
)

test('an expulsion puts out once', () => {
  const { post, join } = withControl()
  const enter = () => join({ channel: 'lobby', token: token(), uid: 7 })
  const member = enter()
  expect(post('/expel', { channel: 'lobby', uid: 7 })).toMatchObject({
    status: 200,
    body: { expelled: 1 },
  })
  expect(member.connectionState).toBe('DISCONNECTED')
  expect(enter().connectionState).toBe('CONNECTED')
  expect(post('/expel', { uid: 99 }).body).toEqual({ expelled: 0 })
})

test('a ban keeps out until it is lifted', () => {
  const { post, read, ask, join } = withControl()
  const enter = () => join({ channel: 'lobby', token: token(), uid: 7 })
  enter()
  const { status, body } = post('/bans', { uid: 7, seconds: 5 })
  expect(status).toBe(201)
  expect(body).toMatchObject({ expelled: 1, ban: { appId, uid: 7, until: start + 5 } })
  expect(read('/bans').bans).toEqual([body.ban])
  expect(refusalOf(enter).code).toBe('UID_BANNED')
  const lift = () => ask(`DELETE /emulator/v1/bans/${body.ban.id}`)
  expect(lift()).toMatchObject({ status: 200, body: { lifted: body.ban.id } })
  expect(enter().connectionState).toBe('CONNECTED')
  expect(lift()).toMatchObject({ status: 404, body: { code: 'BAN_UNKNOWN' } })
})

test('a ban may shut one kind of stream alone', () => {
  const { post, join } = withControl()
  const member = join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  post('/bans', { channel: 'lobby', privileges: ['publish_audio'] })
  expect(member.gates).toMatchObject({ audio: false, video: true })
})

test('whom a ban names is checked', () => {
  const { post, projects } = withControl()
  for (const body of [{}, { uid: 7, ip: '10.1.2.3' }, { uid: 0 }, { uid: '7' }, { seconds: 0 }]) {
    expect(post('/bans', body).body.code).toBe('REQUEST_INVALID')
  }
  expect(post('/expel', { appId: otherAppId, uid: 7 }).body.code).toBe('PROJECT_UNKNOWN')
  projects.add({ appId: otherAppId })
  expect(post('/expel', { uid: 7 }).body.code).toBe('PROJECT_UNKNOWN')
  expect(post('/expel', { appId, uid: 7 }).status).toBe(200)
})

test('co-host authentication is switched, and binds who joins from then on', () => {
  const { ask, join } = withControl()
  const enter = () =>
    join({ channel: 'lobby', token: subscriberToken(), uid: 7, role: 'host' }).role
  expect(enter()).toBe('host')
  const on = ask(`PATCH ${project}`, { body: { coHostAuthentication: true } })
  expect(on.body.project).toMatchObject({ coHostAuthentication: true })
  expect(enter()).toBe('audience')
})

test('a project is disabled, and "No Certificate" given and taken', () => {
  const { ask, join } = withControl()
  const open = () => join({ channel: 'lobby', token: null, uid: 7 })
  ask(`PATCH ${project}`, { body: { appIdOnly: true } })
  expect(open().connectionState).toBe('CONNECTED')
  ask(`PATCH ${project}`, { body: { appIdOnly: false } })
  expect(refusalOf(open).code).toBe('STATIC_ON_DYNAMIC')
  ask(`PATCH ${project}`, { body: { enabled: false } })
  expect(refusalOf(open).code).toBe('INACTIVE')
})

test('certificates are swapped, and the secondary disabled and then deleted', () => {
  const { ask, post, join } = withControl({ secondary: { certificate: secondCertificate } })
  const enter = (certificate?: string) => () =>
    join({ channel: 'lobby', token: token(certificate ? { certificate } : {}), uid: 7 })
  expect(post(`/projects/${appId}/swap-certificates`).status).toBe(200)
  expect(enter()().connectionState).toBe('CONNECTED') // now by the secondary
  const early = ask(`DELETE ${project}/secondary`)
  expect(early).toMatchObject({ status: 409, body: { code: 'RULE_BROKEN' } })
  ask(`PATCH ${project}`, { body: { secondaryEnabled: false } })
  expect(refusalOf(enter()).code).toBe('INVALID')
  expect(ask(`DELETE ${project}/secondary`).body.project.secondaryCertificate).toBeNull()
  expect(enter(secondCertificate)().connectionState).toBe('CONNECTED')
  expect(post(`/projects/${appId}/swap-certificates`).body.code).toBe('RULE_BROKEN')
  expect(ask(`DELETE ${project}/secondary`).body.code).toBe('RULE_BROKEN')
  expect(ask(`PATCH ${project}`, { body: { secondaryEnabled: true } }).body.code).toBe(
    'RULE_BROKEN',
  )
})

test('a project that is not there is not changed', () => {
  const { ask } = withControl()
  const other = `/emulator/v1/projects/${otherAppId}`
  expect(ask(`PATCH ${other}`, { body: { enabled: false } })).toMatchObject({
    status: 404,
    body: { code: 'PROJECT_UNKNOWN' },
  })
  expect(ask(`PATCH ${project}`, { body: {} }).body.code).toBe('REQUEST_INVALID')
})

test('an outage interrupts members, and ends by itself or by order', () => {
  const { post, read, join } = withControl()
  const member = join({ channel: 'lobby', token: token(), uid: 7 })
  expect(post('/outage', { seconds: 5 }).body).toEqual({ until: start + 5 })
  expect(member.connectionState).toBe('RECONNECTING')
  post('/clock/advance', { span: '5s' })
  expect(member.connectionState).toBe('CONNECTED')
  expect(post('/outage').body).toEqual({ until: 'restore' })
  expect(read('').outage).toBe(true)
  expect(post('/restore').body).toEqual({ outage: false })
  expect(member.connectionState).toBe('CONNECTED')
})

test('answers take as long as they are told to', async () => {
  const { post, read, clock, join } = withControl()
  const member = join({ channel: 'lobby', token: token(), uid: 7 })
  expect(post('/latency', { seconds: 2 }).body).toEqual({ latencySeconds: 2 })
  expect(read('').latencySeconds).toBe(2)
  let renewed = false
  const renewal = member.renewToken(token({ life: 7200 })).then(() => {
    renewed = true
  })
  clock.advance('1s')
  await Promise.resolve()
  expect(renewed).toBe(false)
  clock.advance('1s')
  await renewal
})

test('a reset puts everyone out and forgets all but projects and time', () => {
  const { post, read, join, clock } = withControl()
  join({ channel: 'lobby', token: token(), uid: 7 })
  post('/bans', { uid: 8 })
  post('/latency', { seconds: 2 })
  clock.advance('1m')
  post('/outage')
  expect(post('/reset').body).toEqual({ expelled: 1 })
  expect(read('')).toMatchObject({
    now: start + 60,
    outage: false,
    latencySeconds: 0,
    projects: 1,
    channels: 0,
    members: 0,
    bans: 0,
  })
  expect(read('/events').events).toEqual([])
})
