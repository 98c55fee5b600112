import { type Claims, inspect, mint } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appId, certificate } from './arbitrary.ts'

const base = { version: '007', appId, issuedAt: 1_800_000_000, expiresInSeconds: 3600 } as const

function rtm2(permissions: unknown): Claims {
  const service = { type: 'rtm2', userId: 'u', permissions, privileges: { login: 60 } }
  return { ...base, services: [service as never] }
}

const notAnObject = fc.oneof(
  fc.constantFrom(null, undefined, true, 5, '', 'xy'),
  fc.string(),
  fc.array(fc.string()),
)
const notAList = fc.oneof(
  fc.constantFrom(null, true, 5, '', 'abc', {}, { length: 1, 0: 'a' }),
  fc.string(),
)

test('permissions that are not objects of lists of names are refused, never signed', () => {
  const wrong = fc.oneof(
    notAnObject,
    notAnObject.filter((one) => one !== undefined).map((users) => ({ users })),
    notAList.map((read) => ({ users: { read } })),
    fc.constantFrom(5, null, ['a']).map((name) => ({ users: { read: ['a', name] } })),
    fc.constantFrom({ user: { read: ['a'] } }, { users: { reads: ['a'] } }),
  )
  fc.assert(
    fc.property(wrong, (permissions) => {
      expect(() => mint(rtm2(permissions), certificate)).toThrow(TypeError)
    }),
  )
})

test('an optional permission that is left open is not there', () => {
  const token = mint(rtm2({ users: { read: ['a'], write: undefined }, 7: undefined }), certificate)
  expect(inspect(token).claims).toMatchObject({
    services: [{ permissions: { users: { read: ['a'] } } }],
  })
})

test.each([undefined, null, 5, 'ab', '1'])('privileges that are %j are refused', (privileges) => {
  for (const service of [
    { type: 'rtc', channel: 'c', uid: '7', privileges },
    { type: 'stt', privileges },
  ]) {
    expect(() => mint({ ...base, services: [service as never] }, certificate)).toThrow(
      new TypeError('privileges must be an object of names and seconds'),
    )
  }
  const old = { version: '006', appId, channel: 'c', uid: '', ts: 1, privileges }
  expect(() => mint(old as never, certificate)).toThrow(/^privileges must be/)
})
