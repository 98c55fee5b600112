import { expect, test } from 'vitest'
import { requireKey } from '../../src/caller/authenticate.ts'
import { dialectApp } from './fixture.ts'

const key = 'correct-horse-battery'
const denied = 'Send the API key as "Authorization: Bearer …", as "X-API-Key: …" or as ?key=….'
const rtcBody = '{"uid":1,"channelName":"c","role":1}'

test.each([
  ['/rtcToken?channelName=c', { error: denied }],
  ['/rtmToken?account=a', { error: denied }],
  ['/access_token?channel=c', { error: denied }],
  ['/rtc/c/publisher/uid/1/', { error: denied, status: 401 }],
  ['/rte/c/publisher/uid/1/', { error: denied, status: 401 }],
  ['/rtm/a', { error: denied, status: 401 }],
  ['/chat/app', { error: denied, status: 401 }],
])('a caller of %s without a key', async (url, body) => {
  const { app } = await dialectApp({ authenticate: requireKey(key) })
  const reply = await app.inject(url)
  expect(reply.statusCode).toBe(401)
  expect(reply.headers['www-authenticate']).toMatch(/^Bearer/)
  expect(reply.json()).toEqual(body)
})

test.each([
  ['/token/generate', '{"serviceFpa":{"enable":true}}', { code: -2, data: '', message: denied }],
  ['/fetch_rtc_token', rtcBody, { code: '401', token: denied }],
  ['/fetch_rtm_token', '{"uid":"a"}', { code: '401', token: denied }],
])('a caller of %s without a key', async (url, payload, body) => {
  const { app } = await dialectApp({ authenticate: requireKey(key) })
  const reply = await app.inject({ method: 'POST', url, payload })
  expect([reply.statusCode, reply.json()]).toEqual([401, body])
})

test.each(['/getToken', '/token/getNew'])(
  'a caller without a key of %s reads text',
  async (url) => {
    const { app } = await dialectApp({ authenticate: requireKey(key) })
    const payload = '{"tokenType":"chat"}'
    const reply = await app.inject({ method: 'POST', url, payload })
    expect([reply.statusCode, reply.payload]).toEqual([401, `${denied}\n`])
  },
)

test.each([
  ['/rtcToken?channelName=c&key=', {}],
  ['/rtc/c/publisher/uid/1/?expiry=60&key=', {}],
  ['/rtm/a', { authorization: `Bearer ${key}` }],
  ['/rtm/a', { 'x-api-key': key }],
])('a key is taken in any of its places: %s', async (url, headers) => {
  const { app } = await dialectApp({ authenticate: requireKey(key) })
  const reply = await app.inject({ url: url.endsWith('=') ? url + key : url, headers })
  expect(reply.statusCode).toBe(200)
})

test.each([
  ['/getToken', /^The body has more than 65,536 bytes\.\n$/],
  ['/token/getNew', /65,536 bytes\.\n$/],
  ['/token/generate', /^{"code":-2,.*65,536/],
  ['/fetch_rtc_token', /^{"code":"413",.*65,536/],
])('a body above the limit: %s', async (url, text) => {
  const { app } = await dialectApp()
  const payload = `{"x":"${'x'.repeat(70_000)}"}`
  const reply = await app.inject({ method: 'POST', url, payload })
  expect(reply.statusCode).toBe(413)
  expect(reply.payload).toMatch(text)
})

test.each(['application/json', 'text/plain', 'nonsense', '', undefined])(
  'Content-Type %j changes nothing for the Go servers',
  async (type) => {
    const { app } = await dialectApp()
    const headers = type === undefined ? {} : { 'content-type': type }
    for (const [url, payload] of [
      ['/getToken', '{"tokenType":"chat"}'],
      ['/token/getNew', '{"tokenType":"chat"}'],
      ['/token/generate', '{"serviceFpa":{"enable":true}}'],
      ['/fetch_rtc_token', rtcBody],
    ] as const) {
      const reply = await app.inject({ method: 'POST', url, headers, payload })
      expect([url, reply.statusCode]).toEqual([url, 200])
    }
  },
)

test('a token that cannot be made is never 200 with none, but where the original does so strictly', async () => {
  const project = { appId: '970CA35de60c44645bbae8a215061b33', certificate: 'short', demo: false }
  const post = { method: 'POST', url: '/fetch_rtc_token', payload: rtcBody } as const
  const { app } = await dialectApp({ project })
  const reply = await app.inject(post)
  expect(reply.statusCode).toBe(400)
  expect(reply.json()).toMatchObject({ code: '400', token: expect.not.stringMatching(/^$/) })
  const strict = await dialectApp({ project, strict: new Set(['fetch-token'] as const) })
  const faulty = await strict.app.inject(post)
  expect([faulty.statusCode, faulty.payload]).toEqual([200, '{"code":"200","token":""}'])
})

test.each([
  ['/rtcToken', 'POST'],
  ['/rtmToken', 'POST'],
  ['/access_token', 'POST'],
  ['/rtc/c/publisher/uid/1/', 'POST'],
  ['/rtc', 'POST'],
  ['/getToken', 'PUT'],
  ['/token/getNew', 'PUT'],
  ['/token/generate', 'PUT'],
  ['/fetch_rtc_token', 'PUT'],
])(
  'a method that %s does not serve is refused as any other, whatever its body',
  async (url, other) => {
    const { app } = await dialectApp()
    const headers = { 'content-type': 'application/json' }
    const ask = async (method: string, payload?: string) => {
      const reply = await app.inject({ method: method as 'PUT', url, headers, payload })
      return [reply.statusCode, reply.payload.replace(method, '')]
    }
    const plain = await ask('DELETE')
    expect(plain[0]).toBeGreaterThanOrEqual(400)
    for (const method of [other, 'QUERY', 'PATCH']) {
      for (const payload of [undefined, '', '{', 'x'.repeat(70_000)]) {
        expect(await ask(method, payload)).toEqual(plain)
      }
    }
  },
)
