import { expect, test } from 'vitest'
import { appId, certificate, refusalOf, secondCertificate, start, token } from './fixture.ts'
import { withRest } from './support/rest.ts'

const known = {
  id: appId,
  name: appId,
  vendor_key: appId,
  sign_key: certificate,
  recording_server: null,
  status: 1,
  created: start,
}

test('projects are listed and found, with the primary certificate and no other', () => {
  const { ask } = withRest({ secondary: { certificate: secondCertificate } })
  expect(ask('GET /dev/v1/projects').body).toEqual({ projects: [known] })
  expect(ask('GET /dev/v1/projects/').body).toEqual({ projects: [known] })
  expect(ask(`GET /dev/v1/project?id=${appId}`).body).toEqual({ projects: [known] })
  expect(ask(`GET /dev/v1/project?id=&name=${appId}`).body).toEqual({ projects: [known] })
  expect(ask(`GET /dev/v1/project?id=${appId}&name=other`).status).toBe(404)
  expect(ask('GET /dev/v1/project').status).toBe(400)
})

test('a secured project can be made, and joined with a token of its certificate', () => {
  const { ask, join, clock } = withRest()
  clock.advance('1m')
  const body = { name: 'second', enable_sign_key: true }
  const { status, body: made } = ask('POST /dev/v1/project', { body })
  expect(status).toBe(201)
  expect(made.project).toMatchObject({ name: 'second', status: 1, created: start + 60 })
  const { vendor_key, sign_key } = made.project
  const own = token({ appId: vendor_key, certificate: sign_key })
  const member = join({ appId: vendor_key, channel: 'lobby', token: own, uid: 7 })
  expect(member.connectionState).toBe('CONNECTED')
  const open = () => join({ appId: vendor_key, channel: 'lobby', token: null })
  expect(refusalOf(open).code).toBe('STATIC_ON_DYNAMIC')
  expect(ask('GET /dev/v1/project?name=second').body.projects).toEqual([made.project])
})

test('a project without certificate admits the App ID alone, also after one was switched on', () => {
  const { ask, join } = withRest()
  const { project } = ask('POST /dev/v1/project', { body: { name: 'open' } }).body
  expect(project.sign_key).toBe('')
  const open = { appId: project.vendor_key, channel: 'lobby', token: null }
  expect(join(open).connectionState).toBe('CONNECTED')
  const on = ask('POST /dev/v1/signkey', { body: { id: project.id, enable: true } }).body
  expect(on.project.sign_key).toMatch(/^[\da-f]{32}$/)
  expect(join(open).connectionState).toBe('CONNECTED')
  const own = token({ appId: project.vendor_key, certificate: on.project.sign_key })
  expect(join({ ...open, token: own, uid: 7 }).connectionState).toBe('CONNECTED')
})

test('a certificate that is switched off and on again is the same', () => {
  const { ask, join } = withRest()
  const signkey = (enable: boolean) =>
    ask('POST /dev/v1/signkey', { body: { id: appId, enable } }).body.project.sign_key
  expect(signkey(false)).toBe('')
  const withToken = () => join({ channel: 'lobby', token: token(), uid: 7 })
  expect(refusalOf(withToken).code).toBe('DYNAMIC_ON_STATIC')
  expect(signkey(true)).toBe(certificate)
  expect(signkey(true)).toBe(certificate)
  expect(withToken().connectionState).toBe('CONNECTED')
})

test('the primary certificate stays while there is a secondary', () => {
  const { ask } = withRest({ secondary: { certificate: secondCertificate } })
  const off = ask('POST /dev/v1/signkey', { body: { id: appId, enable: false } })
  expect(off.status).toBe(400)
  expect(JSON.stringify(off.body)).not.toContain(certificate)
})

test('after a reset tokens of the old certificate admit nobody, and whoever is in stays', () => {
  const { ask, join } = withRest()
  const member = join({ channel: 'lobby', token: token(), uid: 7 })
  const { project } = ask('POST /dev/v1/reset_signkey', { body: { id: appId } }).body
  expect(project.sign_key).not.toBe(certificate)
  expect(member.connectionState).toBe('CONNECTED')
  expect(refusalOf(() => join({ channel: 'lobby', token: token(), uid: 7 })).code).toBe('INVALID')
  const renewed = token({ certificate: project.sign_key })
  expect(join({ channel: 'lobby', token: renewed, uid: 7 }).connectionState).toBe('CONNECTED')
})

test('a disabled project admits nobody, until it is enabled', () => {
  const { ask, join } = withRest()
  const set = (status: number) =>
    ask('POST /dev/v1/project_status', { body: { id: appId, status } })
  expect(set(0).body).toEqual({ project: { ...known, status: 0 } })
  const enter = () => join({ channel: 'lobby', token: token(), uid: 7 })
  expect(refusalOf(enter).code).toBe('INACTIVE')
  expect(set(1).body).toEqual({ project: known })
  expect(enter().connectionState).toBe('CONNECTED')
  expect(set(2)).toMatchObject({ status: 400, body: { message: 'invalid status' } })
})

test('the address of a recording server is kept and shown', () => {
  const { ask } = withRest()
  const body = { id: appId, recording_server: '10.12.1.5:8080' }
  const shown = { ...known, recording_server: '10.12.1.5:8080' }
  expect(ask('POST /dev/v1/recording_config', { body }).body).toEqual({ project: shown })
  expect(ask('GET /dev/v1/projects').body).toEqual({ projects: [shown] })
})

test('a project needs a name of its own, and there are twenty at most', () => {
  const { ask } = withRest()
  const make = (name: unknown) => ask('POST /dev/v1/project', { body: { name } })
  for (const name of ['', 'x'.repeat(256), 7, undefined]) {
    expect(make(name)).toMatchObject({ status: 400, body: { message: 'invalid name' } })
  }
  expect(make('one').status).toBe(201)
  expect(make('one').status).toBe(400)
  for (let count = 3; count <= 20; count++) expect(make(`number ${count}`).status).toBe(201)
  expect(make('one too many').status).toBe(400)
})

test.each(['signkey', 'reset_signkey', 'project_status', 'recording_config'])(
  '%s of an unknown project is not found',
  (path) => {
    const { ask } = withRest()
    const body = { id: 'nothing', enable: true, status: 1, recording_server: '' }
    expect(ask(`POST /dev/v1/${path}`, { body })).toMatchObject({
      status: 404,
      body: { message: 'project not exist' },
    })
  },
)
