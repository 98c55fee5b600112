import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { serverProblems } from '../src/errors.ts'
import { start, testApp } from './fixture.ts'

const json = { 'content-type': 'application/json' }
const lobby = '{"rtc":{"channel":"lobby","uid":7}}'

interface Case {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url?: string
  readonly payload?: string
  readonly headers?: Record<string, string>
}

const cases: [string, number, Case][] = [
  ['BODY_MALFORMED', 400, { payload: '{"rtc":' }],
  ['BODY_MALFORMED', 400, { payload: '' }],
  ['BODY_MALFORMED', 400, { payload: '{"__proto__":{"x":1}}' }],
  ['HTTP_MALFORMED', 400, { method: 'GET', url: '/%zz' }],
  ['REQUEST_INVALID', 422, { payload: '{}' }],
  ['REQUEST_INVALID', 400, { payload: 'null' }],
  ['REQUEST_INVALID', 422, { url: '/v1/tokens/inspect', payload: '{"token":"007x"}' }],
  ['REQUEST_INVALID', 400, { url: '/v1/tokens/inspect', payload: '{}' }],
  ['PROJECT_UNKNOWN', 404, { payload: lobby.replace('{', '{"appId":"x",') }],
  ['ROUTE_UNKNOWN', 404, { method: 'GET', url: '/nowhere' }],
  ['METHOD_NOT_ALLOWED', 405, { method: 'GET' }],
  ['METHOD_NOT_ALLOWED', 405, { method: 'DELETE', url: '/v1/tokens/explain' }],
  ['BODY_TOO_LARGE', 413, { payload: `{"appId":"${'a'.repeat(65_536)}"}` }],
  ['MEDIA_TYPE_UNSUPPORTED', 415, { payload: lobby, headers: { 'content-type': 'text/xml' } }],
  ['MEDIA_TYPE_UNSUPPORTED', 415, { payload: lobby, headers: { 'content-type': 'text/plain' } }],
]

// cut: one of the bodies is 65 kB
const titled = cases.map(
  ([code, status, asked]) => [code, status, JSON.stringify(asked).slice(0, 60), asked] as const,
)

test.each(titled)(
  '%s (%i): %s',
  async (code, status, _title, {
    method = 'POST',
    url = '/v1/tokens',
    payload,
    headers = json,
  }) => {
    const { app, lines } = await testApp()
    const answer = await app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    const problem = answer.json()
    expect(problem).toMatchObject({
      type: `/docs/errors#${code}`,
      status,
      code,
      requestId: expect.any(String),
    })
    expect(problem.title).toBe(serverProblems[code as keyof typeof serverProblems].title)
    expect(lines.at(-1)?.fields.requestId).toBe(problem.requestId)
    const docs = await app.inject('/docs/errors')
    expect(docs.body).toContain(`id="${code}"`)
  },
)

test('405 names the methods there are', async () => {
  const { app } = await testApp()
  expect((await app.inject({ method: 'PUT', url: '/v1/tokens' })).headers.allow).toBe(
    'POST, OPTIONS',
  )
})

test('a fault of the server says nothing but where to look', async () => {
  const { post, lines } = await testApp({
    issue: () => Promise.reject(new Error('secret: connection to the vault lost')),
  })
  const answer = await post('/v1/tokens', JSON.parse(lobby))
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toMatch(/secret|vault|at .*\.ts/)
  expect(answer.json()).toMatchObject({ code: 'INTERNAL_ERROR' })
  expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'failed' })
  expect(lines.at(-1)!.fields).toMatchObject({
    requestId: answer.json().requestId,
    stack: expect.stringContaining('vault'),
  })
})

/** What the server says to `text` on a bare connection. */
async function say(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined) // the server may hang up while we still speak
  socket.write(text)
  let heard = ''
  for await (const chunk of socket.setEncoding('utf8')) heard += chunk
  return heard
}

test.each([
  ['HTTP_MALFORMED', 'NONSENSE\r\n\r\n'],
  ['HTTP_MALFORMED', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n'],
  ['HEADERS_TOO_LARGE', `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`],
])('what never becomes a request is answered too: %s', async (code, text) => {
  const { url } = await start()
  const heard = await say(url, text)
  const { status } = serverProblems[code as 'HTTP_MALFORMED']
  expect(heard).toContain(`HTTP/1.1 ${status} `)
  expect(heard).toContain('Content-Type: application/problem+json')
  expect(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n')))).toMatchObject({ code, status })
})
