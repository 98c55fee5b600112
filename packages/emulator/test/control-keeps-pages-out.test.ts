import { expect, test, vi } from 'vitest'
import { controlProblems } from '../src/control/problems.ts'
import { controlRoutes } from '../src/control/routes.ts'
import { certificate } from './fixture.ts'
import { withControl } from './support/control.ts'

const status = 'GET /emulator/v1'

test.each([
  'localhost',
  'LOCALHOST:4443',
  'app.localhost:4443',
  '127.0.0.1:1',
  '127.1.2.3',
  '[::1]:4443',
])('%s is this machine', (host) => {
  const { ask } = withControl()
  expect(ask(status, { headers: { host } }).status).toBe(200)
})

test.each([
  'evil.example',
  'localhost.evil.example:4443',
  '192.168.1.5:4443',
  '127.0.0.1.evil.example',
  'evil.example#localhost',
  '',
])('a page that had its own name "%s" pointed here is refused', (host) => {
  const { ask } = withControl()
  expect(ask(status, { headers: { host } })).toMatchObject({
    status: 403,
    body: { code: 'HOST_REFUSED' },
  })
})

test.each([
  'https://evil.example',
  'http://localhost:8080', // another port is another origin
  'https://localhost.evil.example:4444',
  'null',
  'not an origin',
])('a page of %s is refused, also for reading', (origin) => {
  const { ask, post, clock } = withControl()
  const now = clock.now()
  expect(ask(status, { headers: { origin } })).toMatchObject({
    status: 403,
    body: { code: 'ORIGIN_REFUSED' },
  })
  const jump = { body: { span: '1h' }, headers: { origin } }
  expect(ask('POST /emulator/v1/clock/advance', jump).status).toBe(403)
  expect(clock.now()).toBe(now)
  expect(post('/clock/advance', { span: 1 }).status).toBe(200)
})

test('its own page, and hosts and origins that were allowed, may', () => {
  const allowed = { hosts: ['emulator.test'], origins: ['http://localhost:8080'] }
  const { ask } = withControl({}, allowed)
  const may = (headers: Record<string, string>) => ask(status, { headers }).status
  expect(may({ origin: 'https://localhost:4444' })).toBe(200)
  expect(may({ origin: 'http://localhost:8080' })).toBe(200)
  expect(may({ host: 'Emulator.test:4443' })).toBe(200)
  expect(ask(status, { headers: { host: 'other.test' } }).status).toBe(403)
})

test('a page of an origin that was allowed may ask beforehand, and read the answer', () => {
  const origin = 'http://localhost:8080'
  const { ask, control } = withControl({}, { origins: [origin] })
  const headers = { host: 'localhost:4444', origin, 'access-control-request-method': 'POST' }
  const preflight = (given: Record<string, string>) =>
    control({
      method: 'OPTIONS',
      url: '/emulator/v1/reset',
      headers: given,
      body: new Uint8Array(),
    })
  expect(preflight(headers)).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type',
      vary: 'Origin',
    },
  })
  expect(preflight({ ...headers, host: 'evil.example' }).status).toBe(403)
  for (const other of ['https://evil.example', 'null']) {
    const { status: code, headers: given } = preflight({ ...headers, origin: other })
    expect(code).toBe(403)
    expect(given).not.toHaveProperty('access-control-allow-origin')
  }
  const read = ask(status, { headers: { origin } })
  expect(read.headers).toMatchObject({ 'access-control-allow-origin': origin })
  const unknown = ask('GET /emulator/v1/nothing', { headers: { origin } })
  expect(unknown.headers).toMatchObject({ 'access-control-allow-origin': origin })
})

test('whatever changes something asks for JSON, which no form of a page can send', () => {
  const { ask } = withControl()
  const headers = { 'content-type': 'text/plain' }
  const acts = controlRoutes.filter(({ method }) => method !== 'GET' && method !== 'DELETE')
  expect(acts.length).toBeGreaterThan(8)
  for (const { method, path } of acts) {
    const line = `${method} ${path.replace(':appId', '970CA35de60c44645bbae8a215061b33')}`
    const { status: code, body } = ask(line, { body: '{}', headers })
    expect({ line, code, is: body.code }).toEqual({
      line,
      code: 415,
      is: 'MEDIA_TYPE_UNSUPPORTED',
    })
  }
})

test('no reply invites a page of another origin', () => {
  const { ask } = withControl()
  const { headers } = ask(status)
  expect(Object.keys(headers).join()).not.toContain('access-control')
  expect(headers['cache-control']).toBe('no-store')
})

test('problems have the shape of RFC 9457, with every wrong field at once', () => {
  const { ask } = withControl()
  const body = { uid: 'x', ip: '', wrong: 1, privileges: ['dance'] }
  const { headers, body: problem } = ask('POST /emulator/v1/bans', { body })
  expect(headers['content-type']).toBe('application/problem+json')
  expect(problem).toEqual({
    type: '/docs/emulator/control#REQUEST_INVALID',
    title: controlProblems.REQUEST_INVALID.title,
    status: 400,
    code: 'REQUEST_INVALID',
    detail: expect.any(String),
    requestId: expect.any(String),
    errors: expect.arrayContaining([
      { pointer: '#/uid', code: 'FIELD_TYPE', message: expect.any(String) },
      { pointer: '#/wrong', code: 'FIELD_UNKNOWN', message: expect.any(String) },
      { pointer: '#/ip', code: 'FIELD_VALUE', message: expect.any(String) },
    ]),
  })
  const missing = ask('POST /emulator/v1/latency', { body: {} }).body.errors
  expect(missing).toMatchObject([{ pointer: '#/seconds', code: 'FIELD_MISSING' }])
})

test('bodies, paths and methods that are none are told apart', () => {
  const { ask } = withControl()
  const code = (line: string, body?: unknown) => ask(line, { body }).body.code
  expect(code('POST /emulator/v1/expel', '{')).toBe('BODY_MALFORMED')
  expect(code('POST /emulator/v1/expel', `"${'x'.repeat(65_536)}"`)).toBe('BODY_TOO_LARGE')
  expect(code('GET /emulator/v1/nothing')).toBe('ROUTE_UNKNOWN')
  expect(code('DELETE /emulator/v1/bans/%zz')).toBe('REQUEST_INVALID')
  const wrong = ask('DELETE /emulator/v1/bans')
  expect(wrong.body.code).toBe('METHOD_NOT_ALLOWED')
  expect(wrong.headers.allow).toBe('GET, POST')
})

test('a fault of the emulator tells nothing, and is heard where it runs', () => {
  const faults: unknown[] = []
  const { ask, projects } = withControl({}, { onFault: (fault) => faults.push(fault) })
  vi.spyOn(projects, 'list').mockImplementation(() => {
    throw new TypeError(`broken at ${certificate}`)
  })
  const { status: code, body } = ask('GET /emulator/v1/projects')
  expect(code).toBe(500)
  expect(body.code).toBe('INTERNAL_ERROR')
  expect(JSON.stringify(body)).not.toContain(certificate)
  expect(faults).toHaveLength(1)
})
