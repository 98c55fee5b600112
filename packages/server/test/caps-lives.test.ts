import { inspect } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { End, TokenRequest } from '../src/issue.ts'
import { decide } from '../src/policy/decide.ts'
import { oneProject } from '../src/projects/signing-projects.ts'
import { now, project, testApp } from './fixture.ts'

const caller = { kind: 'anonymous', id: 'anonymous' } as const
const lobby = { channel: 'lobby', uid: 7 }

function grant(request: Partial<TokenRequest>, maxTokenSeconds = 86_400) {
  const services = [
    { type: 'rtc', channel: 'lobby', uid: '7', privileges: { joinChannel: 60 } },
  ] as const
  const whole = {
    dialect: 'test',
    version: '007',
    expiresInSeconds: 3600,
    services,
    strict: true,
  } as const
  return decide({ projects: oneProject(project), maxTokenSeconds })(
    caller,
    { ...whole, ...request },
    now,
  )
}

const codes = ({ warnings }: { warnings: readonly { code: string }[] }) =>
  warnings.map(({ code }) => code)

test('more than 24 hours is capped with a warning, never refused', async () => {
  const { post } = await testApp()
  const rtc = { ...lobby, role: 'subscriber', privileges: { joinChannel: 900_000 } }
  const answer = await post('/v1/tokens', { expiresInSeconds: 900_000, rtc })
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toMatchObject({ expiresAt: now + 86_400 })
  expect(codes(answer.json())).toEqual(['EXPIRY_OVER_24H'])
  expect(inspect(answer.json().token).claims).toMatchObject({
    expiresInSeconds: 86_400,
    services: [{ privileges: { joinChannel: 86_400 } }],
  })
})

test('a lower limit of the operator caps token and privileges', async () => {
  const { post } = await testApp({ maxTokenSeconds: 600 })
  const answer = await post('/v1/tokens', { rtc: { ...lobby, privileges: { publishAudio: 0 } } })
  expect(codes(answer.json())).toEqual(['EXPIRY_CAPPED'])
  expect(inspect(answer.json().token).claims).toMatchObject({
    expiresInSeconds: 600,
    services: [{ privileges: { joinChannel: 600, publishAudio: 600 } }],
  })
})

test('a life of 0 is the longest there is, and said so', async () => {
  const { post } = await testApp()
  const answer = await post('/v1/tokens', { expiresInSeconds: 0, rtc: lobby })
  expect(answer.json()).toMatchObject({ expiresAt: now + 86_400 })
  expect(codes(answer.json())).toEqual(['EXPIRY_ZERO'])
})

test.each([
  [{ channel: '*', uid: 7 }, ['WILDCARD_PUBLISHER']],
  [{ channel: 'room-*', account: 'a*' }, ['WILDCARD_PUBLISHER']],
  [{ channel: 'lobby', anyUid: true }, ['UNBOUND_PUBLISHER']],
  [{ channel: '*', uid: 7, role: 'subscriber' }, []],
  [{ ...lobby, privileges: { joinChannel: 60, publishAudio: 120 } }, ['PUBLISH_OUTLIVES_JOIN']],
  [{ ...lobby, privileges: { joinChannel: 7200 } }, ['TOKEN_SHORTER_THAN_PRIVILEGE']],
])('allowed with warnings: %j', async (rtc, expected) => {
  const { post, lines } = await testApp()
  const answer = await post('/v1/tokens', { rtc })
  expect(answer.statusCode).toBe(201)
  expect(codes(answer.json())).toEqual(expected)
  expect(lines.filter(({ message }) => message === 'issued')).toHaveLength(1)
})

test('a request in the words of another server keeps its long life, with a warning', () => {
  const granted = grant({ strict: false, expiresInSeconds: 864_000 })
  expect(granted.expiresInSeconds).toBe(864_000)
  expect(codes(granted)).toEqual(['EXPIRY_OVER_24H'])
})

test('what such a request breaks becomes warnings, and a strict one is refused for it', () => {
  const services = [
    { type: 'rtc', channel: 'a/b', uid: 'ä', privileges: { joinChannel: 60 } },
  ] as const
  expect(codes(grant({ strict: false, services }))).toEqual([
    'CHANNEL_CHARACTERS',
    'ACCOUNT_CHARACTERS',
  ])
  expect(() => grant({ services })).toThrowError(
    expect.objectContaining({ code: 'REQUEST_INVALID' }),
  )
})

test.each([
  ['fraction', { expiresInSeconds: 1.5 }],
  ['not a number', { expiresInSeconds: Number.NaN }],
  ['more than 32 bits', { expiresInSeconds: 2 ** 32 }],
  ['negative', { expiresInSeconds: -1 }],
])('what no token can hold is refused to everyone: %s', (_case, request) => {
  const refusal = expect.objectContaining({ code: 'REQUEST_INVALID' })
  expect(() => grant({ strict: false, ...request })).toThrowError(refusal)
})

test('no grant outlives the limit, whatever is asked and in whichever dialect', () => {
  const second = fc.integer({ min: 0, max: 0xffffffff })
  const end: fc.Arbitrary<End> = fc.oneof(
    second,
    second.map((at) => ({ at })),
  )
  const wish = fc.record({
    max: fc.integer({ min: 60, max: 86_399 }),
    strict: fc.boolean(),
    life: second,
    joinChannel: end,
    publishAudio: end,
  })
  fc.assert(
    fc.property(wish, ({ max, strict, life, ...privileges }) => {
      const services = [{ type: 'rtc', channel: 'lobby', uid: '7', privileges }] as const
      const granted = grant({ strict, expiresInSeconds: life, services }, max)
      expect(granted.expiresInSeconds).toBeLessThanOrEqual(max)
      for (const one of Object.values<End>(granted.services[0]!.privileges)) {
        const seconds = typeof one === 'number' ? one : one.at - now
        expect(seconds).toBeLessThanOrEqual(max)
        expect(one === 0 || (typeof one === 'object' && one.at === 0)).toBe(false)
      }
    }),
  )
})
