import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import official from '../../../vectors/agora-vectors.json' with { type: 'json' }
import * as ours from '../src/agora-token.ts'
import { type Builder, type Builders, type Made, npm007, withNpm007 } from './npm-originals.ts'

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
  issueTs: number
  token: string
}

const builders = ours as unknown as Builders
const originals = npm007 as unknown as Builders

/** The official Node functions behind the exports; their inputs are named in the order of the parameters. */
const vectors = (official.vectors as unknown as Vector[]).filter(({ op }) =>
  /^(rtc2|rtm2|convoai|stt|chat|fpa|edu|apaas)(\.|$)/.test(op ?? ''),
)

function parametersOf({ op, inputs }: Vector): unknown[] {
  if (op !== 'rtm2.perm') return Object.values(inputs)
  const permissions = new ours.Rtm2Permissions()
  for (const entry of inputs.permissions as Parameters<typeof permissions.add>[0][]) {
    const { resourceType, permissionType, resources } = entry as never
    permissions.add(resourceType, permissionType, resources)
  }
  return Object.values({ ...inputs, permissions })
}

function builderOf({ builder, function: name }: Vector): Builder {
  return builders[builder.replace(/2$/, '')]![name]!
}

describe.each(vectors)('$id $op', (vector) => {
  const refused = vector.result !== 'ok' || vector.tags.includes('uid-out-of-range')
  test(refused ? 'is refused' : 'has the very text of npm agora-token', () => {
    Object.assign(made, { at: vector.issueTs, salt: vector.salt })
    const make = () => builderOf(vector)(...parametersOf(vector))
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
/** npm throws for other numbers where messaging is concerned, in spite of its types. */
const messagingUser = fc.oneof(text, fc.constant(0))
const user = fc.oneof(text, uint32)
const seconds = fc.oneof(
  uint32,
  fc.double({ min: 0, max: 0xffffffff, noNaN: true }),
  uint32.map(String),
  fc.nat(0x7fffffff).map((n) => ` ${n}.5 `),
)
const role = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 2, 3, 101, -1, 1.5, Number.NaN, '1', ' 1 ', '2', 'host'),
  fc.constantFrom<unknown>(true, 1n, 2n, undefined, null),
)
const apaasRole = fc.oneof(
  fc.integer({ min: -0x8000, max: 0x7fff }),
  fc.constantFrom<unknown>(undefined, '2', '-3'),
)
const resources = fc.array(text, { maxLength: 4 })
const pair = fc.integer({ min: 0, max: 0xffff })
const permissions = fc.array(fc.tuple(pair, pair, resources), { maxLength: 6 }).map((entries) => {
  const permissions = new npm007.Rtm2Permissions()
  for (const entry of entries) permissions.add(...entry)
  return permissions
})
const combined = [text, user, role, ...Array(5).fill(seconds), messagingUser, seconds]
const withRole = [text, user, role, seconds, seconds]
const withPrivileges = [text, user, ...Array(5).fill(seconds)]

/** Arbitrary parameters after App ID and certificate, for every function npm exports. */
const parameters: Record<string, Record<string, fc.Arbitrary<unknown>[]>> = {
  RtcTokenBuilder: {
    buildTokenWithUid: withRole,
    buildTokenWithUserAccount: withRole,
    buildTokenWithUidAndPrivilege: withPrivileges,
    BuildTokenWithUserAccountAndPrivilege: withPrivileges,
    buildTokenWithRtm: [text, messagingUser, role, seconds, seconds],
    buildTokenWithRtm2: combined,
  },
  ConvoAITokenBuilder: { buildToken: combined },
  SttTokenBuilder: { buildToken: combined },
  RtmTokenBuilder: {
    buildToken: [messagingUser, seconds],
    buildTokenWithPermissions: [user, permissions, seconds],
  },
  ChatTokenBuilder: { buildUserToken: [messagingUser, seconds], buildAppToken: [seconds] },
  FpaTokenBuilder: { buildToken: [] },
  ApaasTokenBuilder: {
    buildRoomUserToken: [text, text, apaasRole, seconds],
    buildUserToken: [text, seconds],
    buildAppToken: [seconds],
  },
  EducationTokenBuilder: {
    buildRoomUserToken: [text, text, apaasRole, seconds],
    buildUserToken: [text, seconds],
    buildAppToken: [seconds],
  },
}
const functions = Object.entries(parameters).flatMap(([builder, names]) =>
  Object.keys(names).map((name) => [builder, name] as const),
)

test.each(functions)('%s.%s equals npm for any parameters', (builder, name) => {
  const some = fc.tuple(id, id, ...parameters[builder]![name]!)
  const when: fc.Arbitrary<Made> = fc.record({
    at: fc.integer({ min: 1, max: 0xffffffff }),
    salt: fc.integer({ min: 1, max: 0xffffffff }),
  })
  fc.assert(
    fc.property(when, some, (moment, values) => {
      Object.assign(made, moment)
      const original = withNpm007(moment, () => originals[builder]![name]!(...values))
      const { [name]: taken } = builders[builder]! // needs no `this`, unlike the original
      expect(taken!(...values)).toBe(original)
    }),
    { numRuns: 100 },
  )
})

test('every export of npm is here, and every function of it', () => {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(npm007).sort())
  const own = (value: object) => Object.getOwnPropertyNames(value)
  for (const builder of Object.keys(parameters)) {
    const functions = own(originals[builder]!).filter((name) => !own(class {}).includes(name))
    expect(Object.keys(builders[builder]!).sort()).toEqual(functions.sort())
    expect(Object.keys(parameters[builder]!).sort()).toEqual(functions.sort())
  }
  expect(ours.RtcRole).toEqual(npm007.RtcRole)
  expect({ ...ours.Rtm2Permissions }).toEqual({ ...npm007.Rtm2Permissions })
})

test('permissions added twice for one pair count once, and are copied', () => {
  const names = ['a']
  const [mine, theirs] = [new ours.Rtm2Permissions(), new npm007.Rtm2Permissions()]
  for (const permissions of [mine, theirs]) {
    permissions.add(ours.Rtm2Permissions.kUsers, ours.Rtm2Permissions.kRead, ['z'])
    permissions.add(ours.Rtm2Permissions.kUsers, ours.Rtm2Permissions.kRead, names)
  }
  names.push('b')
  expect(mine.details).toEqual(theirs.details)
  expect(mine.details).toEqual({ 4: { 0: ['a'] } })
})
