import { expect, test, vi } from 'vitest'
import { isCustomer, makeCustomer } from '../src/rest/customer.ts'
import { certificate } from './fixture.ts'
import { asker } from './support/ask.ts'
import { basic, customer, withRest } from './support/rest.ts'

test.each([
  ['none', {}],
  ['another secret', basic({ ...customer, secret: 'guessed' })],
  ['another id', basic({ ...customer, id: 'someone else' })],
  ['a longer secret', basic({ ...customer, secret: `${customer.secret}!` })],
  ['another scheme', { authorization: `Bearer ${customer.secret}` }],
  ['no base64', { authorization: 'Basic ?' }],
])('who is not the customer is told nothing: %s', (_, headers) => {
  const { rest } = withRest()
  const ask = asker(rest, headers)
  for (const line of ['GET /dev/v1/projects', 'GET /nothing', 'POST /dev/v1/kicking-rule']) {
    const refused = ask(line)
    expect(refused).toMatchObject({ status: 401, body: { message: 'unauthorized' } })
    expect(refused.headers['www-authenticate']).toMatch(/^Basic /)
  }
})

test('a customer that is made is new each time and long enough', () => {
  const made = makeCustomer()
  expect(made).not.toEqual(makeCustomer())
  expect(made.secret).toMatch(/^[\da-f]{32}$/)
  expect(isCustomer(made, basic(made).authorization)).toBe(true)
  expect(isCustomer(made, undefined)).toBe(false)
})

test('what has no path is not found, what has no such method says which it has', () => {
  const { ask } = withRest()
  expect(ask('GET /dev/v1/nothing')).toMatchObject({ status: 404, body: { message: 'not found' } })
  const wrong = ask('PATCH /dev/v1/kicking-rule')
  expect(wrong).toMatchObject({ status: 405, body: { message: 'method not allowed' } })
  expect(wrong.headers.allow).toBe('POST, GET, PUT, DELETE')
})

test('a body must be JSON of bounded size', () => {
  const { ask } = withRest()
  const post = (body: unknown, type = 'application/json') =>
    ask('POST /dev/v1/project', { body, headers: { 'content-type': type } })
  expect(post('{"name":"x"}', 'text/plain')).toMatchObject({
    status: 415,
    body: { message: 'unsupported media type' },
  })
  expect(post('{"name":')).toMatchObject({ status: 400, body: { message: 'invalid json' } })
  expect(post('[]')).toMatchObject({ status: 400, body: { message: 'invalid body' } })
  expect(post(JSON.stringify('x'.repeat(64 * 1024)))).toMatchObject({ status: 413 })
  expect(post('{"name":"x"}', 'application/json; charset=utf-8').status).toBe(201)
})

test('every reply has an id of its own, is JSON and is not kept', () => {
  const { ask } = withRest()
  const [one, two] = [ask('GET /dev/v1/projects'), ask('GET /dev/v1/nothing')]
  expect(one.headers['x-request-id']).not.toBe(two.headers['x-request-id'])
  for (const { headers } of [one, two]) {
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
  }
})

test('a fault of the emulator is a 500 that tells nothing, and is heard where it runs', () => {
  const { ask, projects, faults } = withRest()
  const fault = new TypeError(`broken at ${certificate}`)
  vi.spyOn(projects, 'list').mockImplementation(() => {
    throw fault
  })
  const { status, body } = ask('GET /dev/v1/projects')
  expect({ status, body }).toEqual({ status: 500, body: { message: 'internal server error' } })
  expect(faults).toEqual([fault])
})
