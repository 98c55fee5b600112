import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import official from '../../../vectors/agora-vectors.json' with { type: 'json' }
import * as ours from '../src/agora-access-token.ts'
import { type Builders, type Made, withNpm006 } from './npm-originals.ts'

const made = vi.hoisted(() => ({ at: 0, salt: 0 }))
vi.mock('../src/drop-in/made.ts', () => ({ made: () => made }))

interface Vector {
  id: string
  op?: string
  builder: string
  function: string
  inputs: Record<string, unknown>
  tags: string[]
  result: string
  salt: number
  ts: number
  token: string
}

const builders = ours as unknown as Builders
const vectors = (official.vectors as unknown as Vector[]).filter(({ op }) =>
  /^(rtc1\.|rtm1$)/.test(op ?? ''),
)

describe.each(vectors)('$id $op', (vector) => {
  // npm signs for App IDs and certificates that are none, and for uids that are none
  const wrong = vector.tags.includes('invalid-id') || vector.tags.includes('uid-out-of-range')
  const refused = wrong || vector.result !== 'ok'
  test(refused ? 'is refused' : 'has the very text of npm agora-access-token', () => {
    Object.assign(made, { at: vector.ts - 86_400, salt: vector.salt })
    const parameters = Object.values(vector.inputs)
    const make = () => builders[vector.builder]![vector.function]!(...parameters)
    if (refused) expect(make).toThrow()
    else expect(make()).toBe(vector.token)
  })
})

const uint32 = fc.integer({ min: 0, max: 0xffffffff })
const id = fc.string({
  unit: fc.constantFrom(...'0123456789abcdefABCDEF'),
  minLength: 32,
  maxLength: 32,
})
const text = fc.string({ unit: 'grapheme', maxLength: 64 })
const user = fc.oneof(text, uint32)
const role = fc.constantFrom<unknown>(
  0,
  1,
  2,
  3,
  101,
  '0',
  '1',
  '2',
  '101',
  'host',
  true,
  0n,
  1n,
  null,
  undefined,
)
const seconds = fc.oneof(
  uint32,
  fc.double({ min: 0, max: 0xffffffff, noNaN: true }),
  uint32.map(String),
)
const parameters: Record<string, Record<string, fc.Arbitrary<unknown>[]>> = {
  RtcTokenBuilder: {
    buildTokenWithUid: [text, user, role, seconds],
    buildTokenWithAccount: [text, user, role, seconds],
  },
  RtmTokenBuilder: { buildToken: [text, role, seconds] },
}
const functions = Object.entries(parameters).flatMap(([builder, names]) =>
  Object.keys(names).map((name) => [builder, name] as const),
)

test.each(functions)('%s.%s equals npm for any parameters', (builder, name) => {
  const some = fc.tuple(id, id, ...parameters[builder]![name]!)
  const when: fc.Arbitrary<Made> = fc.record({
    at: fc.integer({ min: 1, max: 0xffffffff - 86_400 }),
    salt: fc.integer({ min: 1, max: 0xfffffffe }),
  })
  fc.assert(
    fc.property(when, some, (moment, values) => {
      Object.assign(made, moment)
      const original = withNpm006(moment, (npm) =>
        (npm as unknown as Builders)[builder]![name]!(...values),
      )
      const { [name]: taken } = builders[builder]! // needs no `this`, unlike the original
      expect(taken!(...values)).toBe(original)
    }),
    { numRuns: 350 },
  )
})

test('every export of npm is here, and every function of it', () => {
  withNpm006({ at: 1, salt: 1 }, (npm) => {
    expect(Object.keys(ours).sort()).toEqual(Object.keys(npm).sort())
    for (const builder of Object.keys(parameters)) {
      const own = Object.getOwnPropertyNames(npm[builder as 'RtcTokenBuilder'])
      const functions = own.filter((name) => name.startsWith('build')).sort()
      expect(Object.keys(builders[builder]!).sort()).toEqual(functions)
      expect(Object.keys(parameters[builder]!).sort()).toEqual(functions)
    }
    expect(ours.RtcRole).toEqual(npm.RtcRole)
    expect(ours.RtmRole).toEqual(npm.RtmRole)
  })
})

test('an RTM account may be a number, which npm promises for it and then refuses', () => {
  const build = ours.RtmTokenBuilder.buildToken
  const [appId, certificate] = ['0'.repeat(32), 'f'.repeat(32)]
  Object.assign(made, { at: 1_700_000_000, salt: 1 })
  expect(build(appId, certificate, 7, 1, 9)).toBe(build(appId, certificate, '7', 1, 9))
})
