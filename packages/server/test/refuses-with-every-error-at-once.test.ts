import { parameterRules } from '@symbolon/token'
import { expect, test } from 'vitest'
import { testApp } from './fixture.ts'

type Errors = { pointer: string; code: string; message: string }[]

async function refuse(body: object): Promise<{ status: number; detail: string; errors: Errors }> {
  const { post, lines } = await testApp()
  const answer = await post('/v1/tokens', body)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', status: answer.statusCode })
  expect(lines.some(({ message }) => message === 'issued')).toBe(false)
  return { status: answer.statusCode, ...answer.json() }
}

const found = (errors: Errors) => errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()
const lobby = { channel: 'lobby', uid: 7 }

test.each([
  ['#/rtc/channel', 'CHANNEL_EMPTY', { rtc: { ...lobby, channel: '' } }],
  ['#/rtc/channel', 'CHANNEL_TOO_LONG', { rtc: { ...lobby, channel: 'ä'.repeat(33) } }],
  ['#/rtc/channel', 'CHANNEL_CHARACTERS', { rtc: { ...lobby, channel: 'a/b' } }],
  ['#/rtc/channel', 'CHANNEL_CHARACTERS', { version: '006', rtc: { ...lobby, channel: '*' } }],
  ['#/rtc/account', 'ACCOUNT_LENGTH', { rtc: { channel: 'lobby', account: '' } }],
  ['#/rtc/account', 'ACCOUNT_LENGTH', { rtc: { channel: 'lobby', account: 'a'.repeat(256) } }],
  ['#/rtc/account', 'ACCOUNT_CHARACTERS', { rtc: { channel: 'lobby', account: 'ä' } }],
  ['#/rtc/uid', 'UID_NOT_INTEGER', { rtc: { ...lobby, uid: 1.5 } }],
  ['#/rtc/uid', 'UID_NEGATIVE', { rtc: { ...lobby, uid: -1 } }],
  ['#/rtc/uid', 'UID_OUT_OF_RANGE', { rtc: { ...lobby, uid: 2 ** 32 } }],
  ['#/rtc/role', 'ROLE_UNKNOWN', { rtc: { ...lobby, role: 'host' } }],
  ['#/rtc/role', 'ROLE_UNKNOWN', { rtc: { ...lobby, role: 101 } }],
  ['#/expiresInSeconds', 'EXPIRY_INVALID', { rtc: lobby, expiresInSeconds: -1 }],
  ['#/expiresInSeconds', 'EXPIRY_INVALID', { rtc: lobby, expiresInSeconds: 0.5 }],
  ['#/rtm/userId', 'ACCOUNT_LENGTH', { rtm: { userId: '' } }],
  ['#/apaas/userUuid', 'ACCOUNT_LENGTH', { apaas: { userUuid: '' } }],
  ['#', 'SERVICES_EMPTY', {}],
])('%s names the broken rule %s (%j)', async (pointer, code, body) => {
  const { status, errors } = await refuse(body)
  expect({ status, found: found(errors) }).toEqual({ status: 422, found: [`${pointer} ${code}`] })
})

test('every parameter rule has a request that breaks it above', () => {
  expect(Object.keys(parameterRules).sort()).toEqual([
    'ACCOUNT_CHARACTERS',
    'ACCOUNT_LENGTH',
    'CHANNEL_CHARACTERS',
    'CHANNEL_EMPTY',
    'CHANNEL_TOO_LONG',
    'EXPIRY_INVALID',
    'ROLE_UNKNOWN',
    'UID_NEGATIVE',
    'UID_NOT_INTEGER',
    'UID_OUT_OF_RANGE',
  ])
})

test('a negative uid is named with its unsigned twin', async () => {
  const { errors } = await refuse({ rtc: { ...lobby, uid: -2 } })
  expect(errors[0]!.message).toContain('4294967294')
})

test.each([
  [{ rtc: lobby, foo: 1 }, ['#/foo FIELD_UNKNOWN']],
  [{ rtc: { ...lobby, 'a/b~c': 1 } }, ['#/rtc/a~1b~0c FIELD_UNKNOWN']],
  [{ rtc: { uid: 7 } }, ['#/rtc/channel FIELD_MISSING']],
  [{ rtc: { channel: 'lobby' } }, ['#/rtc/uid FIELD_MISSING']],
  [{ rtc: { ...lobby, account: 'a' } }, ['#/rtc FIELD_CONFLICT']],
  [{ rtc: { ...lobby, uid: '7' } }, ['#/rtc/uid FIELD_TYPE']],
  [{ rtc: { ...lobby, anyUid: false, uid: undefined } }, ['#/rtc/anyUid FIELD_VALUE']],
  [{ rtc: lobby, version: '008' }, ['#/version FIELD_VALUE']],
  [{ rtc: lobby, fpa: { x: 1 } }, ['#/fpa FIELD_VALUE']],
  [{ chat: {} }, ['#/chat FIELD_MISSING']],
  [{ chat: { userId: 'a', app: true } }, ['#/chat FIELD_CONFLICT']],
  [{ apaas: {} }, ['#/apaas FIELD_MISSING']],
  [{ apaas: { userUuid: 'a', roomUuid: 'r' } }, ['#/apaas/role FIELD_MISSING']],
  [
    { rtm: { userId: 'a', permissions: { users: { read: [1] } } } },
    ['#/rtm/permissions/users/read/0 FIELD_TYPE'],
  ],
])('%j is refused for its shape', async (body, expected) => {
  const { status, errors } = await refuse(body)
  expect({ status, found: found(errors) }).toEqual({ status: 400, found: expected })
})

test('shape and rules are reported together, the rule where both speak', async () => {
  const { status, errors } = await refuse({
    expiresInSeconds: -1,
    rtc: { channel: 'x'.repeat(65), uid: '7', role: 'host', privileges: { join: 5 } },
    rtm: {},
    sst: true,
  })
  expect(status).toBe(400)
  expect(found(errors)).toEqual([
    '#/expiresInSeconds EXPIRY_INVALID',
    '#/rtc/channel CHANNEL_TOO_LONG',
    '#/rtc/privileges/join FIELD_UNKNOWN',
    '#/rtc/role ROLE_UNKNOWN',
    '#/rtc/uid FIELD_TYPE',
    '#/rtm/userId FIELD_MISSING',
    '#/sst FIELD_UNKNOWN',
  ])
})

test.each([
  [{ rtc: { channel: 'c', anyUid: false } }, 'must be true'],
  [{ rtc: { channel: 'c', uid: '7' } }, 'must be integer; a user named by text goes in `account`'],
  [{ rtc: lobby, fpa: { x: 1 } }, 'must be true or an empty object'],
])('what is allowed is named: %j', async (body, message) => {
  expect((await refuse(body)).errors[0]!.message).toBe(message)
})

test('a misspelt field is answered with the one that was meant', async () => {
  const { errors } = await refuse({ rtc: { ...lobby, rol: 'publisher' } })
  expect(errors[0]!.message).toContain('did you mean "role"?')
})

test.each([
  [{ version: '006', rtc: lobby, rtm: { userId: 'a' } }, '#/rtm'],
  [{ version: '006', stt: {} }, '#/stt'],
  [{ version: '006', rtm: { userId: 'a', permissions: {} } }, '#/rtm/permissions'],
])('a 006 token holds one service (%j)', async (body, pointer) => {
  expect(found((await refuse(body)).errors)).toEqual([`${pointer} SERVICE_NOT_IN_006`])
})

test('a body that is wrong in thousands of places gets a short answer', async () => {
  const keys = Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1])
  const { errors, detail } = await refuse(Object.fromEntries(keys))
  expect(errors.length).toBe(50)
  expect(detail.length).toBeLessThan(300)
})

test.each([[[]], [[1]]])('a body that is no object is refused: %j', async (body) => {
  expect(found((await refuse(body)).errors)).toContain('# FIELD_TYPE')
})

test('another App ID is not found', async () => {
  const { post } = await testApp()
  const answer = await post('/v1/tokens', { appId: '0'.repeat(32), rtc: lobby })
  expect(answer.statusCode).toBe(404)
  expect(answer.json().code).toBe('PROJECT_UNKNOWN')
})
