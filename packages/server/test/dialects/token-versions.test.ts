import { type InspectedClaims006, inspect, verify } from '@symbolon/token'
import { expect, test } from 'vitest'
import type { DialectName } from '../../src/config/dialect-settings.ts'
import { dialectApp, now, project } from './fixture.ts'

const requests: Readonly<Record<DialectName, readonly [url: string, payload?: string]>> = {
  'demo-server': ['/rtcToken?channelName=c&uid=7'],
  'token-server-nodejs': ['/access_token?channel=c&uid=7'],
  'agora-node-token-server': ['/rtc/c/publisher/uid/7'],
  'agora-token-service': ['/rtc/c/publisher/uid/7'],
  'agora-go-backend-middleware': ['/token/getNew', '{"tokenType":"rtm","uid":"7"}'],
  'agoracn-token': [
    '/token/generate',
    '{"channelName":"c","uid":"7","tokenExpireTs":60,"serviceRtc":{"enable":true,"role":1}}',
  ],
  'fetch-token': ['/fetch_rtc_token', '{"channelName":"c","uid":7,"role":1}'],
}

const originals: Readonly<Record<DialectName, '006' | '007'>> = {
  'demo-server': '006',
  'token-server-nodejs': '006',
  'agora-node-token-server': '006',
  'agora-token-service': '007',
  'agora-go-backend-middleware': '007',
  'agoracn-token': '007',
  'fetch-token': '007',
}

async function versionOf(dialect: DialectName, format: Partial<typeof originals>): Promise<string> {
  const rtcPathDialect =
    dialect === 'agora-node-token-server' ? dialect : ('agora-token-service' as const)
  const { app } = await dialectApp({ format, rtcPathDialect })
  const [url, payload] = requests[dialect]
  const reply = await app.inject({ url, ...(payload ? { method: 'POST', payload } : {}) })
  const token = /00[67][\w+/=]{60,}/.exec(reply.payload)?.[0] ?? reply.payload
  return inspect(token).version
}

for (const [dialect, original] of Object.entries(originals) as [DialectName, '006' | '007'][]) {
  test(`${dialect} writes ${original}, like its original, or what is set`, async () => {
    expect(await versionOf(dialect, {})).toBe(original)
    const other = original === '006' ? '007' : '006'
    expect(await versionOf(dialect, { [dialect]: other })).toBe(other)
  })
}

test('a 006 token with several services is refused, not cut', async () => {
  const { app } = await dialectApp({ format: { 'agoracn-token': '006' } })
  const payload = '{"tokenExpireTs":60,"serviceRtc":{"enable":true},"serviceRtm":{"enable":true}}'
  const reply = await app.inject({ method: 'POST', url: '/token/generate', payload })
  const message = 'A 006 token holds one service, rtc or rtm.'
  expect([reply.statusCode, reply.json()]).toEqual([400, { code: -2, data: '', message }])
})

test('an RTM token of /rte in 006 is for messages alone', async () => {
  const { app } = await dialectApp({ format: { 'agora-token-service': '006' } })
  const { rtmToken } = (await app.inject('/rte/c/publisher/uid/7')).json()
  expect(Object.keys((inspect(rtmToken).claims as InspectedClaims006).privileges)).toEqual([
    'rtmLogin',
  ])
})

const inSeconds = (token: string) => {
  const { privileges } = inspect(token).claims as InspectedClaims006
  return Object.values(privileges)
}

test('where the original writes 007, a life of 0 written as 006 has no end of its own', async () => {
  const { app } = await dialectApp({
    format: { 'agora-token-service': '006', 'agoracn-token': '006' },
  })
  for (const path of ['/rtc/c/publisher/uid/7', '/rtm/anna']) {
    const answer = (await app.inject(`${path}?expiry=0`)).json()
    for (const end of inSeconds(answer.rtcToken ?? answer.rtmToken)) expect(end).toBe(0)
  }
  const payload = '{"channelName":"c","uid":"7","serviceRtc":{"enable":true}}'
  const { token } = (await app.inject({ method: 'POST', url: '/token/generate', payload })).json()
    .data
  expect(inSeconds(token)).toEqual([0])
  const join = { certificate: project.certificate, channel: 'c', uid: 7, now: now + 86_000 }
  expect(verify(token, join).expiresAt).toBe(now + 86_400)
})

test('where the original writes 006, a life of 0 is over at once, as there', async () => {
  const { app } = await dialectApp({ rtcPathDialect: 'agora-node-token-server' })
  const { rtcToken } = (await app.inject('/rtc/c/publisher/uid/7?expiry=0')).json()
  const { token } = (await app.inject('/access_token?channelName=c&expireTime=0')).json()
  for (const one of [rtcToken, token]) {
    for (const end of inSeconds(one)) {
      expect(end).toBeLessThanOrEqual(now)
      expect(end).toBeGreaterThan(now - 3)
    }
  }
})

test('an end that has passed is kept short in 007, where 0 would be none', async () => {
  const { app } = await dialectApp({ format: { 'token-server-nodejs': '007' } })
  const { token } = (await app.inject('/access_token?channel=c&expiredTs=1000')).json()
  expect(inspect(token).claims).toMatchObject({ services: [{ privileges: { joinChannel: 1 } }] })
})
