import { expect, test } from 'vitest'
import { testApp } from './fixture.ts'

const app1 = 'https://app.example.com'
const body = { rtc: { channel: 'lobby', uid: 7 } }

async function preflight(options: Parameters<typeof testApp>[0], headers: Record<string, string>) {
  const { app } = await testApp(options)
  const method = { 'access-control-request-method': 'POST' }
  return app.inject({ method: 'OPTIONS', url: '/v1/tokens', headers: { ...method, ...headers } })
}

test('a preflight passes with the headers that samples and callers send', async () => {
  const asked = 'authorization,content-type, X-Requested-With,x-api-key,x-other'
  const answer = await preflight({}, { origin: app1, 'access-control-request-headers': asked })
  expect(answer.statusCode).toBe(204)
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type, x-requested-with, x-api-key',
    'access-control-max-age': '600',
  })
})

test('a preflight passes on any path, and for callers with a key too', async () => {
  const { app } = await testApp({
    authenticate: () => {
      throw new Error('a preflight carries no key')
    },
  })
  for (const url of ['/nowhere', '/v1/tokens/explain', '/ping']) {
    const headers = { origin: app1, 'access-control-request-method': 'GET' }
    expect((await app.inject({ method: 'OPTIONS', url, headers })).statusCode).toBe(204)
  }
})

test('OPTIONS without the headers of a preflight says what may be asked', async () => {
  const { app } = await testApp()
  for (const url of ['/v1/tokens', '/v1/tokens/inspect', '/v1/tokens/explain']) {
    const { statusCode, headers } = await app.inject({ method: 'OPTIONS', url })
    expect({ statusCode, allow: headers.allow }).toEqual({
      statusCode: 204,
      allow: 'POST, OPTIONS',
    })
  }
})

test('an origin of the list is named, and caches are told that it matters', async () => {
  const { post } = await testApp({ corsAllowOrigin: ['https://other.example', app1] })
  const answer = await post('/v1/tokens', body, { origin: app1 })
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': app1, vary: 'Origin' })
  expect(answer.headers['access-control-expose-headers']).toBe('Date, Retry-After, X-Request-Id')
})

test.each([['https://evil.example'], [`${app1}.evil.example`], ['null']])(
  'an origin outside the list is answered, but no browser shows it the answer: %s',
  async (origin) => {
    const { post } = await testApp({ corsAllowOrigin: [app1] })
    const answer = await post('/v1/tokens', body, { origin })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    expect(answer.headers).not.toHaveProperty('access-control-expose-headers')
    expect(answer.headers.vary).toBe('Origin')
    const asked = await preflight({ corsAllowOrigin: [app1] }, { origin })
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin')
  },
)

test('a missing Origin is never refused', async () => {
  const { post } = await testApp({ corsAllowOrigin: [] })
  expect((await post('/v1/tokens', body)).statusCode).toBe(201)
})

test.each([
  ['/v1/tokens', {}],
  ['/nowhere', body],
])('refusals carry the CORS headers as well: %s', async (url, payload) => {
  const { post } = await testApp()
  const answer = await post(url, payload, { origin: app1 })
  expect(answer.statusCode).toBeGreaterThanOrEqual(400)
  expect(answer.headers['access-control-allow-origin']).toBe('*')
  expect(answer.headers['access-control-expose-headers']).toBe('Date, Retry-After, X-Request-Id')
})

test.each([
  ['/v1/tokens', 'POST'],
  ['/access_token?channel=lobby&uid=7', 'GET'],
] as const)('a page may read the time and the wait of every answer: %s', async (url, method) => {
  const { app } = await testApp()
  const payload = method === 'POST' ? { payload: body } : {}
  const { headers } = await app.inject({ method, url, headers: { origin: app1 }, ...payload })
  expect(headers['access-control-expose-headers']).toBe('Date, Retry-After, X-Request-Id')
})
