import { expect, test } from 'vitest'
import { requireKey } from '../src/caller/authenticate.ts'
import { key, testApp } from './fixture.ts'

const body = { rtc: { channel: 'lobby', uid: 7 } }
const withKey = { authenticate: requireKey(key), keyNeeded: true }

test.each([
  ['Authorization: Bearer', '/v1/tokens', { authorization: `Bearer ${key}` }],
  ['a lower-case scheme', '/v1/tokens', { authorization: `bearer ${key}` }],
  ['X-API-Key', '/v1/tokens', { 'x-api-key': key }],
  ['?key=', `/v1/tokens?key=${key}`, {}],
])('the key is taken from %s', async (_where, url, headers) => {
  const { post, lines } = await testApp(withKey)
  expect((await post(url, body, headers)).statusCode).toBe(201)
  expect(lines[0]!.fields.caller).toMatch(/^key [0-9a-f]{8}$/)
})

test.each([
  ['none', '/v1/tokens', {}],
  ['another', '/v1/tokens', { 'x-api-key': `${key}x` }],
  ['its beginning', '/v1/tokens', { 'x-api-key': key.slice(0, -1) }],
  ['an empty one', '/v1/tokens?key=', {}],
  ['two in the query', `/v1/tokens?key=${key}&key=${key}`, {}],
  ['another scheme', '/v1/tokens', { authorization: `Basic ${key}` }],
  ['a wrong header beside a right query', `/v1/tokens?key=${key}`, { 'x-api-key': 'wrong' }],
])('refused with 401: %s', async (_what, url, headers) => {
  const { post, lines } = await testApp(withKey)
  const answer = await post(url, body, headers)
  expect(answer.statusCode).toBe(401)
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json().code).toBe('CALLER_UNAUTHENTICATED')
  expect(lines.map(({ message }) => message)).toEqual(['refused'])
})

test.each(['/v1/tokens', '/v1/tokens/inspect', '/v1/tokens/explain'])(
  'the key is asked for before anything of the body is read: %s',
  async (url) => {
    const { app } = await testApp(withKey)
    const headers = { 'content-type': 'application/json' }
    const answer = await app.inject({ method: 'POST', url, payload: '{', headers })
    expect(answer.statusCode).toBe(401)
  },
)

test.each(['/', '/docs', '/docs/errors', '/openapi.json', '/livez', '/readyz', '/ping'])(
  '%s needs no key',
  async (url) => {
    const { app } = await testApp(withKey)
    expect((await app.inject(url)).statusCode).toBe(200)
  },
)
