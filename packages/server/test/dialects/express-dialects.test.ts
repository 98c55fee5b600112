import { inspect } from '@symbolon/token'
import { expect, test } from 'vitest'
import { dialectApp, now } from './fixture.ts'
import { tokenDifferences } from './tokens.ts'

const node = { rtcPathDialect: 'agora-node-token-server' } as const

/** The privileges of a 006 token, as seconds after its issue. */
function endsOf(token: string): Record<string, number> {
  const { privileges } = inspect(token).claims as { privileges: Record<string, number> }
  return Object.fromEntries(Object.entries(privileges).map(([name, at]) => [name, at - now]))
}

test.each([
  ['-5', -5],
  ['0', -1], // over, as in the original, and not endless
  ['12abc', 12],
  ['-900000', -86_400],
])('/rtc takes the expiry %s', async (expiry, end) => {
  const { app } = await dialectApp(node)
  const { rtcToken } = (await app.inject(`/rtc/c/audience/uid/1?expiry=${expiry}`)).json()
  expect(endsOf(rtcToken)).toEqual({ joinChannel: end })
})

test.each([
  '/rtc/c/publisher/uid/1//',
  '/rtc//publisher/uid/1',
  '/rtc/c/publisher/uid',
  '/rtm',
  '/RTE/',
])('%s is not found', async (url) => {
  const { app } = await dialectApp(node)
  const reply = await app.inject(url)
  expect(reply.statusCode).toBe(404)
  expect(reply.payload).toContain(`<pre>Cannot GET ${url}</pre>`)
})

test('a page says nothing in HTML that the caller has sent', async () => {
  const { app } = await dialectApp(node)
  const reply = await app.inject({ method: 'POST', url: "/rtc/<script>'" })
  expect(reply.payload).not.toContain('<script>')
  const other = await app.inject({ method: 'POST', url: '/rtcToken?<script>' })
  expect(other.payload).not.toContain('<script>')
})

test('names keep their letter case where paths do not', async () => {
  const { app } = await dialectApp(node)
  const { rtcToken } = (await app.inject('/RTC/MyRoom/publisher/USERACCOUNT/Bob')).json()
  expect(rtcToken).toBeUndefined()
  const { rtmToken } = (await app.inject('/RTM/Bob/')).json()
  const signedFor = { channelName: 'Bob', uid: '' }
  const privileges = { rtmLogin: { secondsFromNow: 3600 } }
  const recorded = { version: '006', outerTsSecondsFromNow: 86_400, privileges, signedFor } as const
  expect(tokenDifferences(rtmToken, recorded)).toEqual([])
})

test('a user that is no number is signed as an account, with a warning', async () => {
  const { app, lines } = await dialectApp(node)
  await app.inject('/rtc/c/publisher/uid/alice')
  const fields = { dialect: 'agora-node-token-server', code: 'UID_NOT_INTEGER' }
  expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields }))
})

test('/access_token speaks the older version to those who send channelName', async () => {
  const { app } = await dialectApp()
  const older = '/access_token?channelName=c&uid=0'
  const asked = await app.inject(`${older}&role=publisher&expireTime=600`)
  const privileges = { joinChannel: 600, publishAudio: 600, publishVideo: 600, publishData: 600 }
  expect(endsOf(asked.json().token)).toEqual(privileges)
  expect(endsOf((await app.inject(older)).json().token)).toEqual({ joinChannel: 3600 })
  const endless = `${older}&expireTime=soon`
  expect((await app.inject(endless)).statusCode).toBe(400)
  const strict = await dialectApp({ strict: new Set(['token-server-nodejs'] as const) })
  expect(endsOf((await strict.app.inject(endless)).json().token)).toEqual({ joinChannel: -now })
  const both = await app.inject(`${older}&channel=c&role=publisher`)
  expect(endsOf(both.json().token)).toEqual({ joinChannel: -now })
})

test.each([
  ['99999999999', 400, 500],
  ['-1', 400, 500],
])('an expiredTs of %s cannot be written', async (expiredTs, status, strictStatus) => {
  const url = `/access_token?channel=c&expiredTs=${expiredTs}`
  const { app } = await dialectApp()
  const reply = await app.inject(url)
  expect([reply.statusCode, reply.json()]).toEqual([status, { error: 'expiredTs is out of range' }])
  const strict = await dialectApp({ strict: new Set(['token-server-nodejs'] as const) })
  const page = await strict.app.inject(url)
  expect([page.statusCode, page.headers['content-type']]).toEqual([
    strictStatus,
    'text/html; charset=utf-8',
  ])
})

test('an expiredTs that is no number counts as absent, with a warning', async () => {
  const { app, lines } = await dialectApp()
  await app.inject('/access_token?channel=c&expiredTs=abc')
  const fields = { dialect: 'token-server-nodejs', code: 'EXPIRY_INVALID' }
  expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields }))
})

test.each([
  ['/rtcToken?channelName=c', 'GET'],
  ['/access_token?channel=c', 'GET,HEAD'],
])('OPTIONS that is no preflight: %s', async (url, allow) => {
  const { app } = await dialectApp()
  const reply = await app.inject({ method: 'OPTIONS', url })
  expect([reply.statusCode, reply.headers.allow, reply.payload]).toEqual([200, allow, allow])
})

test('a GET may carry a body, as axios sends one', async () => {
  const { app } = await dialectApp()
  const reply = await app.inject({
    method: 'GET',
    url: '/access_token?channel=test&uid=1234',
    headers: { 'content-type': 'application/json' },
    payload: '{"uid":123456,"channelName":"ChannelA"}',
  })
  expect(reply.statusCode).toBe(200)
})
