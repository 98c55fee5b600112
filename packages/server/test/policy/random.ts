import fc from 'fast-check'
import type { RequestedService } from '../../src/issue.ts'
import type { Policy, Rule } from '../../src/policies/policy.ts'
import type { PolicyCaller } from '../../src/policies/wish.ts'

/** Few names, so that rules and requests meet often. */
const pattern = fc.constantFrom(
  'a',
  'ab',
  'b',
  'a*',
  '*b',
  'a*b',
  '*',
  `\${caller.id}`,
  `u-\${caller.sub}`,
)
const asked = fc.constantFrom('a', 'ab', 'b', 'abb', 'u-ann', 'k1', '', '*', 'a*', '*b')
const oneOrMore = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 }))

const names = ['joinChannel', 'publishAudio', 'publishVideo', 'publishData', 'login', 'user', 'app']
const privileges = fc.option(fc.subarray(names, { minLength: 1 }), { nil: undefined })
const types = ['rtc', 'rtm', 'chat', 'convoAi', 'apaas'] as const

const conditions = {
  caller: fc.option(
    fc.record(
      {
        kind: fc.constantFrom('anonymous', 'key', 'jwt'),
        id: oneOrMore(fc.constantFrom('k1', 'k2')),
        claims: fc.constantFrom({ team: 'red' }, { team: 'blue', admin: true }),
      },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
  services: fc.option(fc.subarray([...types], { minLength: 1 }), { nil: undefined }),
  channel: fc.option(oneOrMore(pattern), { nil: undefined }),
  subject: fc.option(oneOrMore(pattern), { nil: undefined }),
  binding: fc.option(fc.subarray(['bound', 'unbound', 'wildcard'], { minLength: 1 }), {
    nil: undefined,
  }),
}
const yes = fc.constantFrom(undefined, true as const)
const seconds = fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: undefined })

export const allowRule = fc.record({
  ...conditions,
  effect: fc.constant('allow'),
  role: fc.constantFrom(undefined, 'publisher', 'subscriber'),
  wildcardPublish: yes,
  unboundPublish: yes,
  privileges,
  maxSeconds: seconds,
})
export const denyRule = fc.record({
  ...conditions,
  effect: fc.constant('deny'),
  role: fc.constantFrom(undefined, 'publisher'),
  privileges,
})
export const capRule = fc.record({
  ...conditions,
  effect: fc.constant('cap'),
  role: fc.constantFrom(undefined, 'subscriber'),
  privileges,
  maxSeconds: seconds,
})

const place = {
  channel: fc.option(oneOrMore(pattern), { nil: undefined }),
  subject: fc.option(oneOrMore(pattern), { nil: undefined }),
}

/** Rules that differ in their patterns alone, so that patterns that are asked for meet many of them. */
export const placeRules = fc.array(
  fc.oneof(
    fc.record({
      ...place,
      effect: fc.constant('allow'),
      wildcardPublish: yes,
      unboundPublish: yes,
      maxSeconds: seconds,
    }),
    fc.record({ ...place, effect: fc.constant('deny') }),
    fc.record({ ...place, effect: fc.constant('cap'), maxSeconds: fc.integer({ min: 1, max: 9 }) }),
  ),
  { minLength: 1, maxLength: 8 },
)

/** Without what is undefined, as JSON would have it. */
export function named(rules: readonly unknown[]): Policy {
  const plain = rules.map((rule, nth) =>
    JSON.parse(JSON.stringify({ ...Object(rule), name: `r${nth}` })),
  )
  return { rules: plain as Rule[] }
}

export const rules = fc.array(fc.oneof(allowRule, allowRule, denyRule, capRule), { maxLength: 8 })

export const caller: fc.Arbitrary<PolicyCaller> = fc.constantFrom(
  { kind: 'anonymous', id: 'anonymous' },
  { kind: 'key', id: 'k1' },
  { kind: 'key', id: 'k2' },
  { kind: 'jwt', id: 'ann', claims: { sub: 'ann', team: ['red', 'green'] } },
  { kind: 'jwt', id: 'bob', claims: { sub: '*', team: 'blue', admin: true } },
)

const end = fc.constantFrom(0, 60, 3600, 86_400, 100_000)
const ends = (all: readonly string[]) =>
  fc
    .subarray([...all])
    .chain((some) =>
      fc
        .array(end, { minLength: some.length, maxLength: some.length })
        .map((values) => Object.fromEntries(some.map((name, nth) => [name, values[nth]]))),
    )

/** A subscriber, often of many channels. */
export const placeAsked: fc.Arbitrary<RequestedService> = fc.record({
  type: fc.constant('rtc'),
  channel: asked,
  uid: asked,
  privileges: fc.constant({ joinChannel: 60 }),
}) as fc.Arbitrary<RequestedService>

export const service: fc.Arbitrary<RequestedService> = fc.oneof(
  fc.record({
    type: fc.constant('rtc'),
    channel: asked,
    uid: asked,
    privileges: ends(['joinChannel', 'publishAudio', 'publishVideo', 'publishData']),
  }),
  fc.record({ type: fc.constant('rtm'), userId: asked, privileges: ends(['login']) }),
  fc.record({ type: fc.constant('chat'), userId: asked, privileges: ends(['user']) }),
  fc.constant({ type: 'chat', userId: '', privileges: { app: 60 } }),
  fc.constant({ type: 'convoAi', privileges: {} }),
) as fc.Arbitrary<RequestedService>
