import { expect, test } from 'vitest'
import { rules } from '../src/rules.ts'
import { settingTable } from '../src/settings.ts'
import {
  appId,
  certificate,
  otherAppId,
  refusalOf,
  secondCertificate,
  start,
  token,
} from './fixture.ts'
import { withControl } from './support/control.ts'

test('the root says what this is and how it stands', () => {
  const { read, join, outage, clock } = withControl()
  join({ channel: 'lobby', token: token(), uid: 7 })
  expect(read('')).toMatchObject({
    about: expect.stringContaining('for tests'),
    now: start,
    clock: 'standing',
    outage: false,
    latencySeconds: 0,
    projects: 1,
    channels: 1,
    members: 1,
    bans: 0,
  })
  outage('1m')
  clock.advance('5s')
  expect(read('')).toMatchObject({ now: start + 5, outage: true })
})

test('projects are shown without their certificates', () => {
  const { ask, projects } = withControl({
    name: 'demo',
    secondary: { certificate: secondCertificate, enabled: false },
    coHostAuthentication: true,
  })
  projects.add({ appId: otherAppId })
  const { body } = ask('GET /emulator/v1/projects')
  expect(body.projects).toEqual([
    {
      appId,
      id: appId,
      name: 'demo',
      enabled: true,
      appIdOnly: false,
      coHostAuthentication: true,
      primaryCertificate: true,
      secondaryCertificate: { enabled: false },
    },
    {
      appId: otherAppId,
      id: otherAppId,
      name: null,
      enabled: true,
      appIdOnly: true,
      coHostAuthentication: false,
      primaryCertificate: false,
      secondaryCertificate: null,
    },
  ])
})

test('members are shown with what they may, until when, and by which token', () => {
  const { read, join } = withControl({ coHostAuthentication: true })
  const own = token({ join: 600, audio: 300, video: 0, life: 900 })
  const member = join({ channel: 'lobby', token: own, uid: 7, role: 'host', ip: '10.1.2.3' })
  member.publish('audio')
  expect(read('/channels').channels).toEqual([
    { appId, channel: 'lobby', createdAt: start, members: 1 },
  ])
  expect(read('/members').members).toEqual([
    {
      appId,
      channel: 'lobby',
      uid: 7,
      account: null,
      mode: 'live',
      role: 'host',
      state: 'connected',
      ip: '10.1.2.3',
      joinedAt: start,
      joinedBy: 'token',
      token: {
        version: '007',
        signature: expect.stringMatching(/^[\da-f]{64}$/),
        signedBy: 'primary',
      },
      ends: {
        admits: start + 600,
        stays: start + 600,
        audio: start + 300,
        video: 'never',
        data: start + 600,
      },
      warned: false,
      gates: { audio: true, video: true, data: true },
      published: ['audio'],
      muted: [],
    },
  ])
})

test('members can be asked for by project and channel', () => {
  const { read, join, projects } = withControl({ appIdOnly: true })
  projects.add({ appId: otherAppId })
  join({ appId, channel: 'one', token: null, uid: 'alice' })
  join({ appId, channel: 'two words', token: null, uid: 2 })
  join({ appId: otherAppId, channel: 'one', token: null, uid: 3 })
  const names = (query: string) =>
    read(`/members${query}`).members.map(
      ({ uid, account }: { uid: number; account: string | null }) => account ?? uid,
    )
  expect(names('')).toEqual(['alice', 2, 3])
  expect(names('?channel=one')).toEqual(['alice', 3])
  expect(names(`?channel=one&appId=${appId}`)).toEqual(['alice'])
  expect(names('?channel=two%20words')).toEqual([2])
  expect(read(`/channels?appId=${otherAppId}`).channels).toHaveLength(1)
})

test('events tell the rule, how sure it is, and the causes that clients are not told', () => {
  const { read, join } = withControl()
  const wrong = token({ certificate: secondCertificate })
  refusalOf(() => join({ channel: 'lobby', token: wrong, uid: 7 }))
  const { events, last } = read('/events')
  expect(last).toBe(1)
  expect(events).toEqual([
    expect.objectContaining({
      id: 1,
      at: start,
      type: 'refused',
      outcome: 'INVALID',
      channel: 'lobby',
      uid: 7,
      rule: { name: 'TOKEN_PROVED', ...rules.TOKEN_PROVED },
    }),
  ])
  expect(events[0].causes[0].code).toMatch(/^\w+$/)
})

test('events are read on from where one was', () => {
  const { read, join } = withControl({ appIdOnly: true })
  const member = join({ channel: 'lobby', token: null, uid: 7 })
  const { last } = read('/events')
  expect(read(`/events?after=${last}`)).toEqual({ events: [], last })
  member.leave()
  expect(read(`/events?after=${last}`).events).toMatchObject([{ id: last + 1, type: 'left' }])
  expect(read('/events?limit=1')).toMatchObject({ events: [{ id: 1 }], last: 1 })
})

test.each(['after=x', 'after=-1', 'limit=0', 'limit=10001'])('%s is refused', (query) => {
  const { ask } = withControl()
  expect(ask(`GET /emulator/v1/events?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'REQUEST_INVALID' },
  })
})

test('every rule and every setting is shown with its evidence', () => {
  const { read } = withControl()
  expect(read('/rules').rules).toEqual(rules)
  const { settings } = read('/settings')
  expect(Object.keys(settings)).toEqual(Object.keys(settingTable))
  expect(settings.warnSeconds).toEqual({ value: 30, ...settingTable.warnSeconds })
})

test('nothing that is shown holds a token or a certificate', () => {
  const { read, join } = withControl({ secondary: { certificate: secondCertificate } })
  const texts = [token(), token({ certificate: secondCertificate, uid: '8' })]
  join({ channel: 'lobby', token: texts[0]!, uid: 7 })
  join({ channel: 'lobby', token: texts[1]!, uid: 8 })
  refusalOf(() => join({ channel: 'other', token: texts[0]!, uid: 7 }))
  const paths = ['', '/projects', '/channels', '/members', '/events', '/rules', '/settings']
  const all = JSON.stringify(paths.map(read))
  for (const secret of [...texts, certificate, secondCertificate]) {
    expect(all).not.toContain(secret)
  }
  expect(all).toContain('primary')
})
