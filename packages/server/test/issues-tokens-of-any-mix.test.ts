import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { type Claims007, inspect, verify } from '@symbolon/token'
import { expect, test } from 'vitest'
import { tokenExamples } from '../src/v1/examples.ts'
import { now, project, testApp } from './fixture.ts'

const { AccessToken2 } = createRequire(import.meta.url)('agora-token/src/AccessToken2.js')
const { appId, certificate } = project

async function issue(body: object) {
  const { post } = await testApp()
  const answer = await post('/v1/tokens', body)
  expect(answer.json()).toMatchObject({ token: expect.any(String) })
  return answer
}

test('a publisher gets a token that npm agora-token reads and proves', async () => {
  const answer = await issue({ rtc: { channel: 'lobby', uid: 7, role: 'publisher' } })
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toEqual({
    token: expect.stringMatching(/^007/),
    version: '007',
    appId,
    issuedAt: now,
    expiresAt: now + 3600,
    renewAt: now + 3600 - 360,
    warnings: [],
  })
  const theirs = new AccessToken2('', '', 0, 0)
  expect(theirs.from_string(answer.json().token)).toBe(true)
  expect(theirs.verifySignature(certificate)).toBe(true)
  const [service] = theirs.getServices(1)
  expect(String(service.__channel_name)).toBe('lobby')
  expect(String(service.__uid)).toBe('7')
  expect(service.__privileges).toEqual({ 1: 3600, 2: 3600, 3: 3600, 4: 3600 })
})

test.each([
  ['publisher by default', {}, ['joinChannel', 'publishAudio', 'publishVideo', 'publishData']],
  ['subscriber by name', { role: 'subscriber' }, ['joinChannel']],
  ['subscriber by number', { role: 2 }, ['joinChannel']],
  ['own privileges', { privileges: { publishAudio: 60 } }, ['joinChannel', 'publishAudio']],
])('privileges: %s', async (_case, fields, names) => {
  const answer = await issue({ rtc: { channel: 'lobby', uid: 7, ...fields } })
  const { claims } = inspect(answer.json().token)
  expect(claims).toMatchObject({ services: [{ type: 'rtc', channel: 'lobby', uid: '7' }] })
  expect(Object.keys((claims as Claims007).services[0]!.privileges)).toEqual(names)
})

test.each([
  ['uid', { uid: 4294967295 }, '4294967295'],
  ['account', { account: 'alice@example.com' }, 'alice@example.com'],
  ['account that is a number', { account: '0' }, '0'],
  ['any user', { anyUid: true }, ''],
  ['uid 0', { uid: 0 }, ''],
])('subject: %s', async (_case, subject, uid) => {
  const answer = await issue({ rtc: { channel: 'lobby', ...subject, role: 'subscriber' } })
  expect(inspect(answer.json().token).claims).toMatchObject({ services: [{ uid }] })
})

test('version 006 ends its privileges at the asked time and its token after a day', async () => {
  const body = { version: '006', expiresInSeconds: 600, rtc: { channel: 'lobby', uid: 7 } }
  const { token, expiresAt, renewAt } = (await issue(body)).json()
  expect({ expiresAt, renewAt }).toEqual({ expiresAt: now + 600, renewAt: now + 540 })
  const proven = verify(token, { certificate, now, channel: 'lobby', uid: 7 })
  expect(proven.claims).toMatchObject({
    ts: now + 86_400,
    privileges: { joinChannel: now + 600, publishData: now + 600 },
  })
})

test('version 006 writes 0 for a privilege without an end', async () => {
  const rtc = { channel: 'lobby', uid: 7, privileges: { joinChannel: 0 } }
  const { token, expiresAt } = (await issue({ version: '006', rtc })).json()
  expect(inspect(token).claims).toMatchObject({ privileges: { joinChannel: 0 } })
  expect(expiresAt).toBe(now + 86_400)
})

test('several services go into one token', async () => {
  const body = {
    rtc: { channel: 'lobby', uid: 7 },
    rtm: { userId: 'seven' },
    chat: { userId: 'seven' },
    fpa: {},
    streaming: { channel: 'lobby', uid: 7 },
    fcdn: { channel: 'lobby', anyUid: true, privileges: { play: 60 } },
    convoAi: true,
    stt: {},
  }
  const { services } = inspect((await issue(body)).json().token).claims as Claims007
  expect(services.map(({ type }) => type).sort()).toEqual(Object.keys(body).sort())
  const ends = Object.fromEntries(services.map(({ type, privileges }) => [type, privileges]))
  expect(ends).toMatchObject({
    rtm: { login: 3600 },
    chat: { user: 3600 },
    fpa: { login: 0 },
    streaming: { publishMixStream: 3600, publishRawStream: 3600 },
    fcdn: { play: 60 },
    convoAi: {},
  })
})

test('a user in an APaaS room gets RTM and Chat with it, as the official builders make it', async () => {
  const body = { apaas: { roomUuid: 'room', userUuid: 'alice', role: 0 } }
  const { services } = inspect((await issue(body)).json().token).claims as Claims007
  expect(services).toMatchObject([
    { type: 'rtm', userId: 'alice', privileges: { login: 3600 } },
    { type: 'chat', privileges: { user: 3600 } },
    { type: 'apaas', roomUuid: 'room', userUuid: 'alice', role: 0, privileges: { roomUser: 3600 } },
  ])
})

test.each([
  [
    { apaas: { userUuid: 'alice' } },
    { roomUuid: '', userUuid: 'alice', privileges: { user: 3600 } },
  ],
  [{ apaas: { app: true } }, { roomUuid: '', userUuid: '', privileges: { app: 3600 } }],
  [{ chat: { app: true } }, { type: 'chat', userId: '', privileges: { app: 3600 } }],
  [
    { rtm: { userId: 'a', permissions: { users: { read: ['b'], write: [] } } } },
    { type: 'rtm2', userId: 'a', permissions: { users: { read: ['b'], write: [] } } },
  ],
])('%j', async (body, service) => {
  expect(inspect((await issue(body)).json().token).claims).toMatchObject({ services: [service] })
})

test.each(tokenExamples.map((example) => [example]))(
  'the documented example works: %j',
  async (body) => {
    const answer = await issue(body)
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['cache-control']).toBe('no-store')
  },
)

test('two tokens for the same wish differ', async () => {
  const body = { rtc: { channel: 'lobby', uid: 7 } }
  expect((await issue(body)).json().token).not.toBe((await issue(body)).json().token)
})

test('a token with more permissions than readers take by default is issued, not lost', async () => {
  for (const count of [110, 256]) {
    // names as long as the schema lets them be, in a body of up to 64 KiB
    const length = count === 110 ? 40 : 220
    const name = (index: number) =>
      createHash('shake256', { outputLength: length / 2 })
        .update(`${index}`)
        .digest('hex')
    const read = Array.from({ length: count }, (_, index) => name(index))
    const permissions = { messageChannels: { read } }
    const answer = await issue({ rtm: { userId: 'alice', permissions } })
    expect(answer.statusCode).toBe(201)
    const limits = { maxTextBytes: 262_144, maxInflatedBytes: 131_072 }
    const { token } = answer.json()
    expect(token.length).toBeGreaterThan(4096)
    expect(inspect(token, { limits }).claims).toMatchObject({ services: [{ permissions }] })
  }
})
