import { mint, rtcToken } from '@symbolon/token'
import { expect, test } from 'vitest'
import { now, project, testApp } from './fixture.ts'

const { appId, certificate } = project
const secondaryCertificate = 'feedfacefeedfacefeedfacefeedface'
const mine = { appId, certificate, channel: 'lobby', uid: 7, issuedAt: now }

async function explain(body: object, options: Parameters<typeof testApp>[0] = {}) {
  const { post } = await testApp(options)
  const answer = await post('/v1/tokens/explain', body)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-store')
  return answer.json()
}

const codes = ({ causes }: { causes: { code: string }[] }) => causes.map(({ code }) => code)

test('a token that fits is accepted, and proven with the certificate of the server', async () => {
  const explanation = await explain({ token: rtcToken(mine), channel: 'lobby', uid: 7 })
  expect(explanation).toMatchObject({
    accepted: true,
    proven: true,
    signedBy: 'primary',
    causes: [],
  })
})

test('a channel that differs by case is named as such', async () => {
  const explanation = await explain({ token: rtcToken(mine), channel: 'Lobby', uid: 7 })
  expect(explanation).toMatchObject({ accepted: false, verdict: 'refused', proven: true })
  expect(explanation.causes[0]).toMatchObject({ code: 'CHANNEL_CASE', certainty: 'proved' })
  expect(explanation.causes[0].fix.length).toBeGreaterThan(10)
})

test('the clock is that of the server, unless another is told', async () => {
  const body = { token: rtcToken({ ...mine, expiresInSeconds: 60 }), channel: 'lobby', uid: 7 }
  expect(await explain(body)).toMatchObject({ accepted: true })
  expect(codes(await explain({ ...body, now: now + 61 }))).toContain('TOKEN_EXPIRED')
})

test('a token of the secondary certificate is proven too', async () => {
  const token = rtcToken({ ...mine, certificate: secondaryCertificate })
  const body = { token, channel: 'lobby', uid: 7 }
  const both = { ...project, secondaryCertificate }
  expect(await explain(body, { project: both })).toMatchObject({
    accepted: true,
    signedBy: 'secondary',
  })
  expect(await explain(body)).toMatchObject({ accepted: false, proven: false })
})

test('a token of another project is told apart', async () => {
  const token = rtcToken({ ...mine, appId: '0'.repeat(32) })
  expect(codes(await explain({ token, channel: 'lobby', uid: 7 }))).toContain('APP_ID_MISMATCH')
})

test('for a join with another App ID, the certificates of the server only tell the mix-up', async () => {
  const other = '0'.repeat(32)
  const token = rtcToken({ ...mine, appId: other }) // the other project's App ID, our certificate
  const explanation = await explain({ token, appId: other, channel: 'lobby', uid: 7 })
  expect(explanation).toMatchObject({ accepted: false, signedBy: 'otherProject' })
})

test.each([
  ['null', null],
  ['an empty text', ''],
  ['no token at all', 'not a token'],
  ['a token that was cut off', rtcToken(mine).slice(0, 40)],
])('%s is explained, not refused', async (_what, token) => {
  const explanation = await explain({ token, channel: 'lobby', uid: 7 })
  expect(explanation.accepted).toBe(false)
  expect(explanation.causes.length).toBeGreaterThan(0)
})

test('the whole situation is passed on', async () => {
  const explanation = await explain({
    token: rtcToken({ ...mine, role: 'subscriber' }),
    channel: 'lobby',
    uid: 7,
    role: 'publisher',
    clientRole: 'host',
    publish: ['audio'],
    service: 'rtc',
    project: { coHostAuthentication: true },
    sdk: { name: 'web', version: '4.7.0' },
    error: 2018,
    members: [7],
    bans: [{ uid: 7, privileges: ['joinChannel'], until: now + 60 }],
    ip: '192.0.2.1',
  })
  expect(codes(explanation)).toEqual([
    'SDK_WITHOUT_007',
    'PUBLISH_PRIVILEGE_MISSING',
    'BANNED',
    'UID_ALREADY_JOINED',
  ])
})

test.each([
  [{ certificate }, '#/certificate FIELD_UNKNOWN'],
  [{ keyring: { primary: certificate } }, '#/keyring FIELD_UNKNOWN'],
  [{ limits: { maxTextBytes: 1e9 } }, '#/limits FIELD_UNKNOWN'],
  [{ token: 7 }, '#/token FIELD_VALUE'],
  [{ token: undefined }, '#/token FIELD_MISSING'],
  [{ role: 'host' }, '#/role FIELD_VALUE'],
  [{ members: Array.from({ length: 1001 }, (_, uid) => uid) }, '#/members FIELD_VALUE'],
  [{ now: -1 }, '#/now FIELD_VALUE'],
])('refused: %j', async (fields, expected) => {
  const { post } = await testApp()
  const answer = await post('/v1/tokens/explain', { token: 'x', ...fields })
  expect(answer.statusCode).toBe(400)
  const { pointer, code } = answer.json().errors[0]
  expect(`${pointer} ${code}`).toBe(expected)
})

test.each([
  [{ uid: '7' }, 'must be a number or null; a user named by text goes in `account`'],
  [{ token: 5 }, 'must be a string or null'],
  [{ role: 'host' }, 'must be "publisher" or "subscriber"'],
  [{ error: [] }, 'must be a string or a number'],
])('refused in words that name what is allowed: %j', async (fields, message) => {
  const { post } = await testApp()
  const answer = await post('/v1/tokens/explain', { token: 'x', ...fields })
  expect(answer.json().errors[0].message).toBe(message)
})

test('what is refused for carrying a certificate does not repeat it', async () => {
  const { post, lines } = await testApp()
  const answer = await post('/v1/tokens/explain', { token: 'x', certificate, [certificate]: 1 })
  expect(JSON.stringify(lines)).not.toContain(certificate)
  expect(answer.json().errors).toHaveLength(2)
})

test('a token of any service is read', async () => {
  const services = [{ type: 'rtm', userId: 'alice', privileges: { login: 600 } }] as const
  const claims = { version: '007', appId, issuedAt: now, expiresInSeconds: 600, services } as const
  const token = mint(claims, certificate)
  expect(await explain({ token, service: 'rtm', account: 'alice' })).toMatchObject({
    accepted: true,
  })
  expect(await explain({ token, channel: 'lobby', uid: 7 })).toMatchObject({ accepted: false })
})
