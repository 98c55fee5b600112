import { verify } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { now, project, testApp } from './fixture.ts'

const { certificate } = project

test('expiresAt is the second from which verify refuses the join', async () => {
  const { post } = await testApp()
  const second = fc.constantFrom(0, 1, 60, 3599, 3600, 86_400, 999_999)
  const wish = fc.record({
    version: fc.constantFrom('006', '007'),
    expiresInSeconds: second,
    joinChannel: second,
    publishAudio: second,
  })
  await fc.assert(
    fc.asyncProperty(wish, async ({ version, expiresInSeconds, ...privileges }) => {
      const rtc = { channel: 'c', uid: 7, privileges }
      const answer = (await post('/v1/tokens', { version, expiresInSeconds, rtc })).json()
      const join = { certificate, now, channel: 'c', uid: 7 }
      expect(answer.expiresAt).toBe(verify(answer.token, join).expiresAt)
      expect(answer.renewAt).toBeLessThanOrEqual(answer.expiresAt)
    }),
  )
})

test('of several services, the first to refuse its user counts', async () => {
  const { post } = await testApp()
  const streaming = {
    channel: 'c',
    uid: 7,
    privileges: { publishMixStream: 120, publishRawStream: 60 },
  }
  const rtc = { channel: 'c', uid: 7, privileges: { joinChannel: 600 } }
  const both = (await post('/v1/tokens', { rtc, streaming, fpa: true, stt: true })).json()
  expect(both.expiresAt).toBe(now + 120)
  const unbounded = { ...streaming, privileges: { publishMixStream: 0, publishRawStream: 60 } }
  expect((await post('/v1/tokens', { rtc, streaming: unbounded })).json().expiresAt).toBe(now + 600)
})
