import { inspect } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Caller, Issued, TokenRequest } from '../src/issue.ts'
import { mintGrant } from '../src/mint/mint-grant.ts'
import { compilePolicy } from '../src/policies/judge.ts'
import type { Policy } from '../src/policies/policy.ts'
import { decide } from '../src/policy/decide.ts'
import { oneProject, type SigningProjects } from '../src/projects/signing-projects.ts'
import { decodeTokenBody } from '../src/v1/decode-token-body.ts'
import { isUnremarkable, tokenJson } from '../src/v1/token-json.ts'
import { now, project } from './fixture.ts'

const caller: Caller = { kind: 'key', id: 'k' }
const limits = { maxTextBytes: 262_144, maxInflatedBytes: 131_072 }

const span = fc.constantFrom(0, 1, 59, 60, 600, 3600, 86_400, 86_401, 1_000_000_001, 0xffffffff)
const optional = { requiredKeys: [] as [] }
const subject = fc.oneof(
  fc.record({ uid: fc.constantFrom(0, 7, 4_294_967_295) }),
  fc.record({ account: fc.constantFrom('ana', '*', 'a*', '0') }),
  fc.record({ anyUid: fc.constant(true) }),
)
const channel = fc.constantFrom('lobby', '*', 'lob*', ' ', '  ', 'a b')
const endsOf = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, span])), optional)
const placed = (rest: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .tuple(fc.record({ channel }), subject, fc.record(rest, optional))
    .map((parts) => Object.assign({}, ...parts))

const odd = fc.record(
  {
    version: fc.constantFrom('007', '006'),
    expiresInSeconds: span,
    rtc: placed({
      role: fc.constantFrom('publisher', 'subscriber', 101, 2),
      privileges: endsOf('joinChannel', 'publishAudio', 'publishVideo', 'publishData'),
    }),
    rtm: fc.record({ userId: fc.constantFrom('ana', '*') }),
    chat: fc.oneof(
      fc.record({ userId: fc.constant('ana') }),
      fc.record({ app: fc.constant(true) }),
    ),
    apaas: fc.constantFrom({ app: true }, { userUuid: 'u', roomUuid: 'r', role: 1 }),
    streaming: placed({ privileges: endsOf('publishMixStream', 'publishRawStream') }),
    fcdn: placed({ privileges: endsOf('publish', 'play') }),
    fpa: fc.constant(true),
    stt: fc.constant({}),
  },
  optional,
)

const plain = fc.record(
  {
    expiresInSeconds: fc.constantFrom(60, 600, 3600, 86_400),
    rtc: fc.record({ channel: fc.constantFrom('lobby', ' '), uid: fc.constant(7) }),
    rtm: fc.record({ userId: fc.constant('ana') }),
    chat: fc.record({ userId: fc.constant('ana') }),
    convoAi: fc.constant(true),
  },
  { requiredKeys: ['rtc'] },
)

const one = fc.record({ expiresInSeconds: span, rtc: placed({}) }, { requiredKeys: ['rtc'] })

const body: fc.Arbitrary<object> = fc.oneof(odd, plain, one)

const policies: readonly (Policy | undefined)[] = [
  undefined,
  {
    rules: [
      {
        name: 'all',
        effect: 'allow',
        maxSeconds: 600,
        unboundPublish: true,
        wildcardPublish: true,
      },
    ],
  },
  {
    rules: [
      { name: 'all', effect: 'allow', unboundPublish: true, wildcardPublish: true },
      { name: 'no joining', effect: 'cap', channel: 'lobby', privileges: ['publishAudio'] },
    ],
  },
] as readonly (Policy | undefined)[]

function projectsWith(policy: Policy | undefined): SigningProjects {
  const own = oneProject(project)
  if (policy === undefined) return own
  const { appId } = project
  const compiled = compilePolicy(policy, { appId: appId.toLowerCase(), version: 1 })
  return { ...own, find: (id) => ({ ...own.find(id)!, policy: compiled }) }
}

function issued(wish: TokenRequest, max: number, policy: Policy | undefined): Issued {
  const projects = projectsWith(policy)
  return mintGrant(projects)(decide({ projects, maxTokenSeconds: max })(caller, wish, now), now)
}

/** Undefined: it is refused. */
function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

/** By reading every token again. */
function plainly({ token, warnings, ...rest }: Issued): object {
  const all = [...warnings, ...inspect(token, { limits }).warnings]
  const first = all.filter(({ code }, nth) => all.findIndex((one) => one.code === code) === nth)
  const { version, appId, issuedAt, expiresAt, renewAt } = rest
  return { token, version, appId, issuedAt, expiresAt, renewAt, warnings: first }
}

test('an answer is what JSON.stringify makes of it, with every warning of a reader of the token', () => {
  let unremarkable = 0
  let warned = 0
  const max = fc.constantFrom(60, 600, 3600, 86_400)
  const property = fc.property(body, max, fc.constantFrom(...policies), (asked, most, policy) => {
    const wish = attempt(() => decodeTokenBody(asked, []))
    const made = wish && attempt(() => issued(wish, most, policy))
    if (wish === undefined || made === undefined) return
    const expected = plainly(made)
    expect(tokenJson(made, wish)).toBe(JSON.stringify(expected))
    if (isUnremarkable(wish)) unremarkable++
    if (inspect(made.token, { limits }).warnings.length > 0) warned++
  })
  fc.assert(property, { numRuns: 3000 })
  expect(unremarkable).toBeGreaterThan(20)
  expect(warned).toBeGreaterThan(20)
})

test.each([
  [{ rtc: { channel: 'lobby', uid: 7 } }, true],
  [{ rtc: { channel: 'lobby', account: 'ana' }, rtm: { userId: 'ana' } }, true],
  [{ rtc: { channel: 'lobby', uid: 0 } }, false],
  [{ rtc: { channel: 'lob*', uid: 7 } }, false],
  [{ rtc: { channel: 'lobby', account: 'a*' } }, false],
  [{ rtc: { channel: 'lobby', uid: 7, privileges: { publishAudio: 60 } } }, false],
  [{ rtc: { channel: 'lobby', uid: 7 }, expiresInSeconds: 0 }, false],
  [{ rtc: { channel: 'lobby', uid: 7 }, expiresInSeconds: 86_401 }, false],
  [{ rtc: { channel: 'lobby', uid: 7 }, version: '006' }, false],
])('whether %j needs no second look: %s', (asked, expected) => {
  expect(isUnremarkable(decodeTokenBody(asked, []))).toBe(expected)
})
