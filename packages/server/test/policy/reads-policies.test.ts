import { expect, test } from 'vitest'
import type { ServerError } from '../../src/errors.ts'
import { compilePolicy } from '../../src/policies/judge.ts'
import type { Rule } from '../../src/policies/policy.ts'
import { readPolicy } from '../../src/policies/read-policy.ts'

const allow = { name: 'a', effect: 'allow' }

function faults(value: unknown): Record<string, string> {
  try {
    readPolicy(value)
  } catch (error) {
    const { code, errors } = error as ServerError
    expect(code).toBe('POLICY_INVALID')
    return Object.fromEntries(errors.map(({ pointer, message }) => [pointer, message]))
  }
  return {}
}

test('every field that rules may have is taken', () => {
  const conditions = {
    caller: { kind: 'jwt', id: ['k_1', 'k_2'], claims: { role: 'teacher', admin: true } },
    project: 'A'.repeat(32),
    services: ['rtc', 'rtm'],
    channel: ['room-*', `\${caller.sub}-*`],
    subject: `\${caller.id}`,
    binding: ['bound', 'unbound', 'wildcard'],
  }
  const rules = [
    { ...conditions, ...allow, role: 'subscriber', maxSeconds: 60, wildcardPublish: true },
    { ...conditions, name: 'b', effect: 'allow', privileges: ['app'], unboundPublish: true },
    { ...conditions, name: 'c', effect: 'deny', role: 'publisher' },
    { ...conditions, name: 'd', effect: 'cap', role: 'subscriber', maxSeconds: 86_400 },
  ]
  expect(readPolicy({ rules })).toEqual({ rules })
})

test('all that is wrong is told at once, with the place and what was probably meant', () => {
  const rules = [
    { ...allow, chanel: 'x' },
    { name: 'b', effect: 'alow' },
    { name: 'c', effect: 'allow', services: ['rtx'], maxSeconds: 90_000 },
    { effect: 'deny' },
    { name: 'd', effect: 'cap' },
    { name: 'e', effect: 'deny', role: 'subscriber' },
    { name: 'f', effect: 'cap', wildcardPublish: true, maxSeconds: 5 },
    { name: 'g', effect: 'allow', role: 'publisher', privileges: ['login'] },
    { name: 'a', effect: 'deny' },
    { name: 'h', effect: 'deny', project: 'mine' },
  ]
  expect(faults({ rules, version: 2 })).toEqual({
    '#/version': 'there is no such field',
    '#/rules/0/chanel': 'there is no such field; did you mean "channel"?',
    '#/rules/1/effect': 'is "allow", "deny" or "cap"',
    '#/rules/2/services/0': expect.stringContaining('is one of rtc, rtm'),
    '#/rules/2/maxSeconds': expect.stringContaining('86400'),
    '#/rules/3/name': 'is missing',
    '#/rules/4': 'caps nothing: name role, privileges or maxSeconds',
    '#/rules/5/role': 'is "publisher", or left out',
    '#/rules/6/wildcardPublish': 'there is no such field',
    '#/rules/7/privileges': 'says the same as role: keep one of them',
    '#/rules/8/name': 'is the name of a rule above it',
    '#/rules/9/project': 'is not an App ID',
  })
})

test.each([[undefined], [null], [[]], ['x'], [{ rules: {} }]])('%j is not a policy', (value) => {
  expect(faults(value)).toHaveProperty('#/rules')
})

test('patterns are bounded where they are written', () => {
  const rules = [
    { ...allow, channel: '*a'.repeat(9) },
    { ...allow, name: 'b', subject: ['ok', 'a'.repeat(65)] },
    { ...allow, name: 'c', channel: `\${caller.email}` },
  ]
  expect(faults({ rules })).toEqual({
    '#/rules/0/channel': 'has more than 8 stars',
    '#/rules/1/subject': 'has more than 64 bytes',
    '#/rules/2/channel': expect.stringContaining(`\${caller.sub}`),
  })
})

test('a policy has 10,000 rules at most, and few that nothing tells apart', () => {
  const many = (count: number, more: (nth: number) => object) =>
    Array.from({ length: count }, (_, nth) => ({ ...allow, name: `${nth}`, ...more(nth) }))
  expect(faults({ rules: many(10_001, () => ({})) })).toHaveProperty('#/rules')
  const told = (nth: number) => ({ channel: `room-${nth}-*` })
  expect(faults({ rules: many(10_000, told) })).toEqual({})
  const alike = (nth: number) => ({ channel: `*${nth}*` })
  expect(faults({ rules: many(256, alike) })).toEqual({})
  expect(faults({ rules: many(257, alike) })).toEqual({
    '#/rules/256': expect.stringContaining('alike'),
  })
})

test('a rule of a newer version is not read as one that says less', () => {
  const newer = { name: 'n', effect: 'allow', onlyOnTuesdays: true } as Rule
  const compile = () => compilePolicy({ rules: [newer] }, { appId: 'a', version: 1 })
  expect(compile).toThrow('onlyOnTuesdays')
})

test('rules for other projects are left out', () => {
  const rules: Rule[] = [
    { name: 'mine', effect: 'allow', project: ['B'.repeat(32), 'A'.repeat(32)] },
    { name: 'theirs', effect: 'allow', project: 'B'.repeat(32) },
    { name: 'all', effect: 'allow' },
  ]
  const { rules: own } = compilePolicy({ rules }, { appId: 'a'.repeat(32), version: 1 })
  expect(own.map(({ rule }) => rule.name)).toEqual(['mine', 'all'])
})
