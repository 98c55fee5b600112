import { dynamicKey, inspect, rtcToken, signalingToken } from '@symbolon/token'
import { expect, test } from 'vitest'
import { now, project, testApp } from './fixture.ts'

const { appId, certificate } = project

test.each([
  ['007', rtcToken({ appId, certificate, channel: '*', anyUid: true, issuedAt: now })],
  [
    '006',
    rtcToken({ version: '006', appId, certificate, channel: 'lobby', uid: 7, issuedAt: now }),
  ],
  [
    '005',
    dynamicKey({
      version: 5,
      service: 'media',
      appId,
      certificate,
      channel: 'lobby',
      unixTs: now,
      randomInt: 1,
      uid: 7,
      expiredTs: 0,
    }),
  ],
  ['signaling', signalingToken({ appId, certificate, account: 'alice', expiredTs: now })],
])('a %s token is read as the library reads it', async (version, token) => {
  const { post } = await testApp()
  const answer = await post('/v1/tokens/inspect', { token })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual(JSON.parse(JSON.stringify(inspect(token))))
  expect(answer.json()).toMatchObject({ proven: false, version })
})

test.each([
  ['TOKEN_VERSION_UNKNOWN', 'hello'],
  ['TOKEN_MALFORMED', `007${'A'.repeat(100)}`],
  ['TOKEN_LIMIT_EXCEEDED', `007${'A'.repeat(5000)}`],
])('%s', async (code, token) => {
  const { post } = await testApp()
  const answer = await post('/v1/tokens/inspect', { token })
  expect(answer.statusCode).toBe(422)
  expect(answer.json().errors).toEqual([{ pointer: '#/token', code, message: expect.any(String) }])
  expect(answer.body).not.toContain(token)
})
