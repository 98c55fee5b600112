import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BadRequest } from '../../src/wire/http.ts'
import { answerLogin } from '../../src/wire/rtm/answer-login.ts'
import { appId, emulator, otherAppId, token as rtcToken, start } from '../fixture.ts'
import { gateway, https } from '../support/gateway.ts'
import { messagingToken } from '../support/messaging-token.ts'

interface Asked {
  readonly userId?: string
  readonly key?: string
  readonly appId?: string
}

/** What agora-rtm-sdk 2.3.0 posts for `login`. */
function loginRequest({ userId = 'alice', key = messagingToken(), ...asked }: Asked): string {
  const detail = { 11: 'CN,GLOBAL', 12: '1', 25: asked.appId ?? appId, 26: 'RTM2' }
  const ids = { opid: 8_682_994_069_512_181, sid: '4'.repeat(32) }
  return JSON.stringify({ flag: 128, key, cname: userId, detail, uid: 0, ...ids })
}

test.each<readonly [string, Asked, number]>([
  ['an unknown App ID', { appId: otherAppId }, 5],
  ['a token for someone else', { userId: 'bob' }, 7],
  ['garbage', { key: 'garbage' }, 9],
  ['a token of last week', { key: messagingToken({ issuedAt: start - 7 * 86_400 }) }, 10],
  ['an expired token', { key: messagingToken({ issuedAt: start - 7200 }) }, 13],
  ['the App ID alone', { key: appId }, 15],
  ['a token for a channel', { key: rtcToken() }, 21],
  ['a user id that is none', { userId: '' }, 7],
])('a login with %s is refused with its reason, and a detail at the top', (_, asked, reason) => {
  expect(answerLogin(loginRequest(asked), emulator().platform)).toEqual({
    code: 2_010_000 + reason,
    opid: 8_682_994_069_512_181,
    sid: '4'.repeat(32),
    cname: asked.userId ?? 'alice',
    uid: 0,
    detail: {},
  })
})

test('a login that is in order is told that there are no servers', () => {
  const e = emulator()
  expect(answerLogin(loginRequest({}), e.platform)).toMatchObject({ code: 2_010_019 })
  expect(e.log.entries()).toMatchObject([{ type: 'login verified', account: 'alice' }])
})

test('whatever is posted is answered or refused as unreadable', () => {
  const { platform } = emulator()
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((key) => loginRequest({ key })),
  )
  fc.assert(
    fc.property(texts, (text) => {
      try {
        expect(answerLogin(text, platform)).toHaveProperty('code')
      } catch (error) {
        expect(error).toBeInstanceOf(BadRequest)
      }
    }),
  )
})

test('a login takes as long as the emulator was told', async () => {
  const { port, setLatency, clock, log } = await gateway()
  setLatency('2s')
  const headers = { 'content-type': 'application/json', 'x-packet-uri': '69' }
  const body = loginRequest({})
  const reply = https(port, { method: 'POST', path: '/api/v1', headers, body })
  // a later request is answered before it: what arrives at once would be as well
  await https(port)
  expect(log.entries()).toEqual([])
  clock.advance('2s')
  expect(JSON.parse((await reply).body)).toMatchObject({ code: 2_010_019 })
})

test('the gateway tells a login from what else is posted to the same address', async () => {
  const { port, platform, faults } = await gateway()
  const post = (uri: string, body: string) => {
    const headers = { 'content-type': 'application/json', 'x-packet-uri': uri }
    return https(port, { method: 'POST', path: '/api/v1', headers, body })
  }
  const asked = loginRequest({ userId: 'bob' })
  const { status, headers, body } = await post('69', asked)
  expect({ status, code: JSON.parse(body).code }).toEqual({ status: 200, code: 2_010_007 })
  expect(headers['access-control-allow-origin']).toBe('*')
  expect(await post('54', asked)).toMatchObject({ status: 200, body: '{}' })
  expect(await post('69', 'no JSON')).toMatchObject({ status: 400 })
  platform.outage()
  await expect(post('69', asked)).rejects.toThrow('socket hang up')
  expect(faults).toEqual([])
})
