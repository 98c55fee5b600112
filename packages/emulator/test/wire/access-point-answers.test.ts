import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerAccessPoint } from '../../src/wire/access-point/answer.ts'
import { decodeAccessPoint } from '../../src/wire/access-point/decode.ts'
import { answerStringUid } from '../../src/wire/access-point/string-uid.ts'
import { BadRequest } from '../../src/wire/http.ts'
import { createTickets } from '../../src/wire/tickets.ts'
import { appId, emulator, otherAppId, start, subscriberToken, token } from '../fixture.ts'
import { type Asked, accessPointRequest, form } from '../support/gateway.ts'

const edge = { ip: '127.0.0.1', port: 4443 }
const ip = '127.0.0.1'

async function decode(json: unknown) {
  const { body, headers } = form(typeof json === 'string' ? json : JSON.stringify(json))
  return decodeAccessPoint(Buffer.from(body), { contentType: headers['content-type'], ip })
}

async function answer(asked: Asked, e = emulator()) {
  const tickets = createTickets()
  const request = await decode(accessPointRequest(asked))
  const answered = answerAccessPoint({ platform: e.platform, tickets }, request, edge)
  return { answered, tickets, e }
}

test('a join that is authorised gets an address, a uid and a ticket', async () => {
  const { answered, tickets } = await answer({ key: token(), serviceIds: [11, 26] })
  const cert = expect.any(String)
  const block = { code: 0, uid: 7, cid: expect.any(Number), cname: 'lobby', cert, detail: {} }
  const given = { ...block, server_ts: start * 1000, edges_services: [edge] }
  expect(answered).toEqual({
    code: 0,
    opid: 42,
    sid: 'A'.repeat(32),
    enter_ts: start * 1000,
    leave_ts: start * 1000,
    detail: {},
    response_body: [
      { uri: 23, buffer: { ...given, flag: 4096 } },
      { uri: 23, buffer: { ...given, flag: 4_194_310 } },
    ],
  })
  const [first] = answered!.response_body as { buffer: { cert: string } }[]
  expect(tickets.open(first!.buffer.cert, start)).toEqual({
    appId,
    channel: 'lobby',
    subject: { uid: 7 },
    uid: 7,
    at: start,
  })
})

test.each([
  ['an unknown App ID', { key: token(), appId: otherAppId }, 2_010_005],
  ['an illegal channel', { key: token(), channel: 'a*b' }, 2_010_007],
  ['a token for someone else', { key: token({ uid: '8' }) }, 2_010_009],
  ['garbage', { key: 'garbage' }, 2_010_009],
  ['a token of last week', { key: token({ issuedAt: start - 7 * 86_400 }) }, 2_010_010],
  ['an expired token', { key: token({ issuedAt: start - 7200 }) }, 2_010_013],
  ['the App ID alone', { key: appId }, 2_010_015],
] as const)('%s is refused in every block, with a detail at the top', async (_, asked, code) => {
  const { answered } = await answer({ ...asked, serviceIds: [11, 26] })
  const refused = { code, cert: '', edges_services: [] }
  expect(answered).toMatchObject({
    detail: {},
    response_body: [
      { buffer: { ...refused, flag: 4096 } },
      { buffer: { ...refused, flag: 4_194_310 } },
    ],
  })
})

test('uid 0 is given one, a string account always the same', async () => {
  const e = emulator()
  const uidOf = async (asked: Asked) => {
    const { answered } = await answer(asked, e)
    return (answered!.response_body as { buffer: { uid: number } }[])[0]!.buffer.uid
  }
  const any = token({ uid: '' })
  expect(await uidOf({ key: any, uid: 0 })).toBeGreaterThan(0)
  const alice = await uidOf({ key: token({ uid: 'alice' }), uid: 0, account: 'alice' })
  expect(await uidOf({ key: any, uid: 0, account: 'alice' })).toBe(alice)
  expect(await uidOf({ key: any, uid: 0, account: 'bob' })).not.toBe(alice)
})

test('the role is read: 2 is audience', async () => {
  const { asks } = await decode(accessPointRequest({ key: subscriberToken(), role: '2' }))
  expect(asks[0]?.join.role).toBe('audience')
})

test('a service that nobody knows is left out, so that the others are served', async () => {
  const { answered } = await answer({ key: token(), serviceIds: [11, 999] })
  expect(answered?.response_body).toHaveLength(1)
})

test.each([
  ['no JSON', '{'],
  ['an empty object', {}],
  ['another uri', { ...accessPointRequest({}), request_bodies: [{ uri: 28, buffer: {} }] }],
  ['no body', { ...accessPointRequest({}), request_bodies: [] }],
  ['a negative uid', accessPointRequest({ uid: -1 })],
  ['an overlong key', accessPointRequest({ key: 'x'.repeat(5000) })],
])('%s is a bad request that says why', async (_, json) => {
  const error = await decode(json).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(BadRequest)
  expect((error as BadRequest).message).toMatch(/request|JSON/)
})

test('whatever is posted is read or a bad request', async () => {
  const types = fc.constantFrom(
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'text/plain',
  )
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), types, async (bytes, contentType) => {
      const decoding = decodeAccessPoint(Uint8Array.from(bytes), { contentType, ip })
      await expect(decoding).rejects.toThrow(BadRequest)
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (json) => {
      await expect(decode(json)).rejects.toThrow(BadRequest)
    }),
  )
})

test('every field may be of the wrong kind', async () => {
  const whole = JSON.stringify(accessPointRequest({ key: token() }))
  const wrong = fc.constantFrom('null', '-1', '1e99', '"x"', '[]', '{}', 'true')
  const places = [...whole.matchAll(/:("[^"]*"|\d+)/g)].map(({ index, 1: text }) => [
    index + 1,
    text!.length,
  ])
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), wrong, async ([at, length], text) => {
      const json = whole.slice(0, at) + text + whole.slice(at! + length!)
      const outcome = await decode(json).catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BadRequest)
    }),
  )
})

test.each([
  ['beyond Latin-1', '日本', 9_010_002],
  ['with a line break', 'a\nb', 9_010_002],
  ['of an App ID that nobody has', 'alice', 9_010_001],
  ['that is one', 'alice', 0],
])('the integer of an account %s is asked for in vain, or not', (_, string_uid, code) => {
  const appid = code === 9_010_001 ? otherAppId : appId
  const text = JSON.stringify({ appid, string_uid })
  expect(answerStringUid(text, emulator().platform.world)).toMatchObject({ code })
})

test('where the setting says so who is banned is refused with the number of a wrong token', async () => {
  const e = emulator({}, { accessPointRefusesBans: true })
  e.ban({ uid: 7 })
  const { answered } = await answer({ key: token() }, e)
  expect(answered).toMatchObject({ response_body: [{ buffer: { code: 2_010_009 } }] })
})
