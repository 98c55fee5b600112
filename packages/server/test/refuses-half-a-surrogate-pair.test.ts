import { inspect } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dialectApp } from './dialects/fixture.ts'
import { testApp } from './fixture.ts'

const half = '\ud800'
const names = { read: ['news', `a${half}`] }

test.each([
  [{ chat: { userId: half } }, '#/chat/userId FIELD_VALUE'],
  [{ rtm: { userId: `anna${half}` } }, '#/rtm/userId FIELD_VALUE'],
  [{ apaas: { userUuid: half } }, '#/apaas/userUuid FIELD_VALUE'],
  [{ apaas: { userUuid: 'a', roomUuid: half, role: 1 } }, '#/apaas/roomUuid FIELD_VALUE'],
  [
    { rtm: { userId: 'a', permissions: { users: names } } },
    '#/rtm/permissions/users/read/1 FIELD_VALUE',
  ],
  [{ rtc: { channel: half, uid: 7 } }, '#/rtc/channel CHANNEL_CHARACTERS'],
  [{ rtc: { channel: 'c', account: half } }, '#/rtc/account ACCOUNT_CHARACTERS'],
])('/v1/tokens names the field: %j', async (body, expected) => {
  const { post, lines } = await testApp()
  const answer = await post('/v1/tokens', body)
  expect([400, 422]).toContain(answer.statusCode)
  const { errors } = answer.json()
  expect(errors.map((one: Record<string, string>) => `${one.pointer} ${one.code}`)).toEqual([
    expected,
  ])
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('the dialects of Go servers sign U+FFFD for it, as Go does', async () => {
  const { app, lines } = await dialectApp()
  const post = (url: string, payload: string) => app.inject({ method: 'POST', url, payload })
  const asked = [
    ['/getToken', '{"tokenType":"chat","uid":"a\\ud800b"}'],
    ['/token/getNew', '{"tokenType":"chat","uid":"a\\ud800b"}'],
    ['/fetch_rtm_token', '{"uid":"a\\udc00b"}'],
    ['/token/generate', '{"serviceChat":{"enableUser":true,"userUuid":"a\\ud800b"}}'],
  ] as const
  for (const [url, payload] of asked) {
    const token = /007[\w+/=]+/.exec((await post(url, payload)).payload)![0]
    expect(inspect(token).claims).toMatchObject({ services: [{ userId: 'a\ufffdb' }] })
  }
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('no text in any field of any body is a fault of the server', async () => {
  const { app, lines } = await dialectApp()
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc
      .array(fc.integer({ min: 0xd7ff, max: 0xe000 }), { minLength: 1, maxLength: 4 })
      .map((units) => String.fromCharCode(...units)),
  )
  const bodies: readonly (readonly [string, (text: string) => object])[] = [
    ['/v1/tokens', (userId) => ({ chat: { userId }, rtm: { userId } })],
    ['/v1/tokens', (account) => ({ rtc: { channel: account, account } })],
    ['/v1/tokens', (one) => ({ apaas: { userUuid: one, roomUuid: one, role: 1 } })],
    ['/v1/tokens', (a) => ({ rtm: { userId: 'a', permissions: { users: { write: [a] } } } })],
    ['/v1/tokens/inspect', (token) => ({ token })],
    ['/v1/tokens/explain', (one) => ({ token: one, channel: one, account: one, appId: one })],
    ['/v1/tokens/explain', (one) => ({ token: old, channel: one, account: one })],
    ['/getToken', (uid) => ({ tokenType: 'chat', uid })],
    ['/getToken', (uid) => ({ tokenType: 'rtc', channel: uid, uid, role: uid })],
    ['/token/generate', (uid) => ({ uid, channelName: uid, ...allServices(uid) })],
    ['/fetch_rtm_token', (uid) => ({ uid })],
    ['/fetch_rtc_token', (one) => ({ ChannelName: one, uid: 7, role: 1 })],
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), text, async ([url, body], text) => {
      const headers = { 'content-type': 'application/json' }
      const payload = JSON.stringify(body(text))
      const answer = await app.inject({ method: 'POST', url, payload, headers })
      expect(answer.statusCode).toBeLessThan(500)
    }),
    { numRuns: 1000 },
  )
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
})

const old =
  '006970CA35de60c44645bbae8a215061b33IACtCBeHhqlszBWc9S8XyvSoz1fJm1YiL6OWFTbLNC7OMbdIfRCtk5C5IgB8zc0FZAN5YAQAAQD0v3dgAgD0v3dgAwD0v3dgBAD0v3dg'

function allServices(userUuid: string) {
  const enabled = { enable: true, role: 1 }
  const users = { enableUser: true, enableApp: true, userUuid }
  return {
    serviceRtc: enabled,
    serviceRtm: enabled,
    serviceChat: users,
    serviceApaas: users,
    serviceEducation: users,
  }
}
