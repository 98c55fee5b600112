import { inspect } from '@symbolon/token'
import { expect, test } from 'vitest'
import { dialectApp } from './fixture.ts'

const strictly = { strict: new Set(['agora-token-service'] as const) }

/** What stands in the tokens of an answer. */
function claimsOf(
  payload: string,
): Record<string, { services: object[]; expiresInSeconds: number }> {
  const entries = Object.entries<string>(JSON.parse(payload))
  return Object.fromEntries(entries.map(([name, token]) => [name, inspect(token).claims as never]))
}

test.each([
  ['/rtc/c/publisher/uid//', 'c', ''],
  ['/rtc/c/publisher/uid/0', 'c', ''],
  ['/rtc/c/publisher/uid/007/', 'c', '7'],
  ['/rtc/c/publisher/uid/4294967295', 'c', '4294967295'],
  ['/rtc/c/publisher/userAccount/0', 'c', '0'],
  ['/rtc//publisher/uid/1/', '', '1'],
  ['/rtc/a%20b%3F/publisher/uid/1', 'a b?', '1'],
  ['/rtc/:c/:publisher/uid/1', ':c', '1'],
])('%s is for channel %j and uid %j', async (url, channel, uid) => {
  const { app } = await dialectApp()
  const { rtcToken } = claimsOf((await app.inject(url)).payload)
  expect(rtcToken!.services).toMatchObject([{ channel, uid }])
})

test.each(['subscriber', 'audience', '1', '2', 'host', 'broadcaster', 'Publisher', ''])(
  'the role %j subscribes',
  async (role) => {
    const { app } = await dialectApp()
    const { rtcToken } = claimsOf((await app.inject(`/rtc/c/${role}/uid/1/`)).payload)
    expect(rtcToken!.services).toMatchObject([{ privileges: { joinChannel: 3600 } }])
    expect(rtcToken!.services).not.toMatchObject([{ privileges: { publishAudio: 3600 } }])
  },
)

test('a role that other servers take for a publisher is worth a warning', async () => {
  const { app, lines } = await dialectApp()
  await app.inject('/rtc/c/1/uid/1/')
  const warning = { dialect: 'agora-token-service', code: 'ROLE_UNKNOWN' }
  expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: warning }))
})

test('one path gives an RTC token and one for messages and streams', async () => {
  const { app } = await dialectApp()
  const { rtcToken, rtmToken } = claimsOf((await app.inject('/rte/c/publisher/uid/0/bob')).payload)
  expect(rtcToken!.services).toMatchObject([{ type: 'rtc', uid: '' }])
  const privileges = { joinChannel: 3600, publishData: 3600 }
  expect(rtmToken!.services).toEqual([
    { type: 'rtc', channel: 'c', uid: 'bob', privileges },
    { type: 'rtm', userId: 'bob', privileges: { login: 3600 } },
  ])
})

test.each([
  ['/rte/c/publisher/uid/0', 'failed to parse rtm user ID. Cannot be empty or "0"'],
  ['/rte/c/publisher/uid//', 'failed to parse rtm user ID. Cannot be empty or "0"'],
  ['/rtm/0', 'invalid RTM User ID: "0"'],
  ['/rtm//', 'invalid RTM User ID: ""'],
  ['/rtm/0?expiry=x', 'invalid RTM User ID: "0"'],
  ['/chat/account//', 'userAccount type requires chat ID'],
])('%s is refused: %s', async (url, message) => {
  const { app } = await dialectApp()
  const reply = await app.inject(url)
  expect(reply.statusCode).toBe(400)
  const body = reply.json()
  expect(Object.keys(body)).toEqual(['message', 'status'])
  expect(body.message).toMatch(/^Error Generating (RTC and RTM|RTM|Chat) token: /)
  expect(body.message).toContain(message)
})

test.each([
  '/rtc/c/publisher/uid/',
  '/rtc/a%2Fb/publisher/uid/1/',
  '/rtm',
  '/rtm/',
  '/chat/app/x/',
])('%s is not found', async (url) => {
  const { app } = await dialectApp()
  const reply = await app.inject(url)
  expect([reply.statusCode, reply.payload]).toEqual([404, '404 page not found'])
})

test.each([
  ['/rtc/c/publisher/uid/4294967297', { services: [{ uid: '1' }] }],
  ['/rtc/c/publisher/uid/4294967296', { services: [{ uid: '' }] }],
  ['/rtc/c/publisher/uid/1?expiry=4294967297', { expiresInSeconds: 1 }],
])('%s wraps strictly, and is refused else', async (url, claims) => {
  const { app } = await dialectApp()
  expect((await app.inject(url)).statusCode).toBe(400)
  const strict = await dialectApp(strictly)
  const { rtcToken } = claimsOf(
    (await strict.app.inject(url.replace(/(\/[^/]*?)(\?|$)/, '$1/$2'))).payload,
  )
  expect(rtcToken).toMatchObject(claims)
})

test.each([
  ['{"tokenType":"rtc","channel":"c","uid":"4294967297"}', { services: [{ uid: '1' }] }],
  ['{"tokenType":"chat","expire":-1}', { expiresInSeconds: 4_294_967_295 }],
  ['{"tokenType":"chat","expire":4294967297}', { expiresInSeconds: 1 }],
])('%s wraps strictly, and is refused else', async (payload, claims) => {
  const post = { method: 'POST', url: '/getToken', payload } as const
  const { app } = await dialectApp()
  const reply = await app.inject(post)
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([
    400,
    'text/plain; charset=utf-8',
  ])
  expect(reply.payload).toMatch(/^invalid: .*\n$/)
  const strict = await dialectApp(strictly)
  expect(claimsOf((await strict.app.inject(post)).payload).token).toMatchObject(claims)
})

test.each([
  ['99999999999999999999', '99999999999999999999'],
  ['-1', '-1'],
  ['+5', '+5'],
  ['00', ''],
])('the user %s of a body is %j in the token', async (user, uid) => {
  const { app } = await dialectApp()
  const payload = JSON.stringify({ tokenType: 'rtc', channel: 'c', uid: user })
  const reply = await app.inject({ method: 'POST', url: '/getToken', payload })
  expect(claimsOf(reply.payload).token!.services).toMatchObject([{ uid }])
})

test('0 seconds by path are 0, by body an hour', async () => {
  const { app } = await dialectApp()
  const byPath = claimsOf((await app.inject('/rtm/a?expiry=0')).payload)
  expect(byPath.rtmToken).toMatchObject({ expiresInSeconds: 0 })
  const payload = '{"tokenType":"rtm","uid":"a","expire":0}'
  const byBody = claimsOf((await app.inject({ method: 'POST', url: '/getToken', payload })).payload)
  expect(byBody.token).toMatchObject({ expiresInSeconds: 3600 })
})

test('an origin that is not allowed is refused strictly, and only without CORS headers else', async () => {
  const corsAllowOrigin = ['https://a.example']
  const ask = { url: '/rtm/a/', headers: { origin: 'https://b.example' } }
  const { app } = await dialectApp({ corsAllowOrigin })
  const reply = await app.inject(ask)
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['access-control-allow-origin']).toBeUndefined()
  const strict = await dialectApp({ ...strictly, corsAllowOrigin })
  const refused = await strict.app.inject(ask)
  expect([refused.statusCode, refused.payload]).toEqual([403, '{"error":"Origin not allowed"}'])
  expect((await strict.app.inject('/rtm/a/')).statusCode).toBe(200)
})

test('errors show what was sent without letting it be HTML', async () => {
  const { app } = await dialectApp()
  const reply = await app.inject('/rtc/c/publisher/<b>/1')
  expect(reply.payload).toContain('Unknown Tokentype: \\u003cb\\u003e')
})
