import { expect, test } from 'vitest'
import { requireKey } from '../../src/caller/authenticate.ts'
import { key, start } from '../fixture.ts'
import { dialectApp, project } from './fixture.ts'

const rtcBody = '{"uid":1,"channelName":"c","role":1}'
const byPath = { rtcPathDialect: 'agora-node-token-server' } as const

test.each([
  ['demo-server', '/rtcToken?channelName=c', undefined, {}],
  ['demo-server', '/rtmToken?account=a', undefined, {}],
  ['token-server-nodejs', '/access_token?channel=c', undefined, {}],
  ['agora-node-token-server', '/rtc/c/publisher/uid/1', undefined, byPath],
  ['agora-node-token-server', '/rtm/a', undefined, byPath],
  ['agora-node-token-server', '/rte/c/publisher/uid/1', undefined, byPath],
  ['agora-token-service', '/rtc/c/publisher/uid/1/', undefined, {}],
  ['agora-token-service', '/rtm/a', undefined, {}],
  ['agora-token-service', '/rte/c/publisher/uid/1/', undefined, {}],
  ['agora-token-service', '/chat/app', undefined, {}],
  ['agora-token-service', '/getToken', '{"tokenType":"chat"}', {}],
  ['agora-go-backend-middleware', '/token/getNew', '{"tokenType":"chat"}', {}],
  ['agoracn-token', '/token/generate', '{"serviceFpa":{"enable":true}}', {}],
  ['fetch-token', '/fetch_rtc_token', rtcBody, {}],
  ['fetch-token', '/fetch_rtm_token', '{"uid":"a"}', {}],
])('%s: a caller of %s with the wrong key leaves one line without it', async (...row) => {
  const [dialect, url, payload, settings] = row
  const { app, lines } = await dialectApp({ authenticate: requireKey(key), ...settings })
  const wrong = 'a-wrong-key-of-some-length'
  const places = [
    { url, headers: { authorization: `Bearer ${wrong}` } },
    { url: `${url}${url.includes('?') ? '&' : '?'}key=${wrong}`, headers: {} },
  ]
  for (const place of places) {
    lines.length = 0
    const answer = await app.inject({
      method: payload ? 'POST' : 'GET',
      ...place,
      ...(payload ? { payload } : {}),
    })
    const path = url.split('?', 1)[0]
    const requestId = answer.headers['x-request-id']
    const fields = { dialect, status: 401, code: 'CALLER_UNAUTHENTICATED', path, requestId }
    expect(lines).toEqual([{ level: 'info', message: 'refused', fields }])
    expect(JSON.stringify(lines)).not.toContain(wrong)
  }
})

test('a request refused on the short path too leaves one line', async () => {
  const { appId: APP_ID, certificate: APP_CERTIFICATE } = project
  const { url, log } = await start({ APP_ID, APP_CERTIFICATE, SYMBOLON_API_KEY: key })
  const before = log.lines.length
  expect((await fetch(`${url}/rtcToken?channelName=lobby&uid=7`)).status).toBe(401)
  expect(log.lines.slice(before).map(({ message }) => message)).toEqual(['refused'])
})

test('a page that a strict agora-token-service refuses leaves a line with its origin', async () => {
  const strict = new Set(['agora-token-service'] as const)
  const { app, lines } = await dialectApp({ strict, corsAllowOrigin: ['https://a.example'] })
  const headers = { origin: 'https://b.example' }
  const answer = await app.inject({ url: '/rtm/a/?key=secret', headers })
  expect(answer.statusCode).toBe(403)
  const fields = {
    dialect: 'agora-token-service',
    status: 403,
    origin: 'https://b.example',
    requestId: answer.headers['x-request-id'],
    path: '/rtm/a/',
  }
  expect(lines).toEqual([{ level: 'info', message: 'refused', fields }])
})
