import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ServerError } from '../../src/errors.ts'
import type { Caller, End, Grant, RequestedService } from '../../src/issue.ts'
import {
  allows,
  compileRule,
  denies,
  deniesAll,
  leaves,
  mismatch,
} from '../../src/policies/compiled-rule.ts'
import { compilePolicy, judge } from '../../src/policies/judge.ts'
import type { Policy } from '../../src/policies/policy.ts'
import { type PolicyCaller, wishOf } from '../../src/policies/wish.ts'
import { decide } from '../../src/policy/decide.ts'
import * as random from './random.ts'

// P1 and T2 of the threat model: whatever the rules and the request, nobody gets more than both say.

const appId = 'a'.repeat(32)
const at = 1_800_000_000
const runs = { numRuns: 20_000 }
const day = 86_400

function compiled(policy: Policy) {
  return compilePolicy(policy, { appId, version: 1 })
}

function decided(policy: Policy, caller: PolicyCaller, services: readonly RequestedService[]) {
  const project = { appId, certificate: 'c', demo: false, enabled: true, policy: compiled(policy) }
  const step = decide({ projects: { find: () => project }, maxTokenSeconds: day })
  const request = { dialect: 'x', version: '007', strict: false, services } as const
  try {
    return step(caller as Caller, { ...request, expiresInSeconds: 100_000 }, at) as Grant
  } catch (error) {
    if (error instanceof ServerError && error.code === 'POLICY_DENIED') return undefined
    throw error
  }
}

/** Reads every rule from the top, and looks nothing up. */
function oracle(policy: Policy, caller: PolicyCaller, service: RequestedService) {
  const wish = wishOf(service)
  const all = policy.rules.map(compileRule).filter((one) => !mismatch(one, wish, caller))
  let left = wish.privileges
  for (const { rule } of all) {
    if (rule.effect === 'cap') left = left.filter((name) => leaves(rule, wish, name))
  }
  if (left.length === 0 && wish.privileges.length > 0) return undefined
  for (const { rule } of all) {
    if (rule.effect === 'deny') {
      if (deniesAll(rule) || left.some((name) => denies(rule, wish, name))) return undefined
    } else if (rule.effect === 'allow' && left.every((name) => allows(rule, wish, name))) {
      return { rule: rule.name, privileges: left }
    }
  }
  return undefined
}

test('what is looked up decides as reading every rule does', () => {
  fc.assert(
    fc.property(random.rules, random.caller, random.service, (rules, caller, service) => {
      const policy = random.named(rules)
      const verdict = judge(compiled(policy), wishOf(service), caller)
      const expected = oracle(policy, caller, service)
      expect(verdict.allowed).toBe(expected !== undefined)
      if (!expected) return
      expect(verdict.rule?.rule.name).toBe(expected.rule)
      expect(verdict.privileges).toEqual(expected.privileges)
    }),
    runs,
  )
})

test('a pattern that is asked for meets every rule that it overlaps, looked up or read', () => {
  const input = [random.placeRules, random.caller, random.placeAsked] as const
  fc.assert(
    fc.property(...input, (rules, caller, service) => {
      const policy = random.named(rules)
      const wish = wishOf(service)
      const verdict = judge(compiled(policy), wish, caller)
      const expected = oracle(policy, caller, service)
      expect(verdict.allowed && verdict.rule.rule.name).toBe(expected?.rule ?? false)
      if (!expected) return
      const met = policy.rules.filter(
        (rule, nth) => rule.effect === 'cap' && !mismatch(compileRule(rule, nth), wish, caller),
      )
      expect(verdict.caps.map(({ rule }) => rule.name)).toEqual(met.map(({ name }) => name))
    }),
    runs,
  )
})

test('what is issued was asked for, is allowed by one rule, and lives no longer than that, or a day', () => {
  fc.assert(
    fc.property(random.rules, random.caller, random.service, (rules, caller, service) => {
      const policy = random.named(rules)
      const grant = decided(policy, caller, [service])
      if (grant === undefined) return
      const [issued] = grant.services
      const wish = wishOf(service)
      const rule = policy.rules.find(({ name }) => name === grant.rules?.[0])
      if (rule?.effect !== 'allow') throw new Error('a rule that allows decided')
      const { maxSeconds = day } = rule
      expect(grant.expiresInSeconds).toBeGreaterThan(0)
      expect(grant.expiresInSeconds).toBeLessThanOrEqual(Math.min(maxSeconds, day))
      for (const [name, end] of Object.entries(issued!.privileges as Record<string, End>)) {
        expect(wish.privileges).toContain(name)
        expect(allows(rule, wish, name)).toBe(true)
        expect(end).toBeLessThanOrEqual(maxSeconds)
      }
      const caps = policy.rules.filter((one) => one.effect === 'cap')
      for (const cap of caps) {
        if (mismatch(compileRule(cap, 0), wish, caller)) continue
        expect(grant.expiresInSeconds).toBeLessThanOrEqual(cap.maxSeconds ?? day)
        for (const name of Object.keys(issued!.privileges)) {
          expect(leaves(cap, wish, name)).toBe(true)
        }
      }
    }),
    runs,
  )
})

test('wildcard and unbound tokens never publish unless the rule says so', () => {
  fc.assert(
    fc.property(random.rules, random.caller, random.service, (rules, caller, service) => {
      const policy = random.named(rules)
      const grant = decided(policy, caller, [service])
      const { binding } = wishOf(service)
      if (grant === undefined || binding === 'bound') return
      const rule = policy.rules.find(({ name }) => name === grant.rules?.[0])
      const said = binding === 'wildcard' ? 'wildcardPublish' : 'unboundPublish'
      const heard = Object.keys(grant.services[0]!.privileges).filter(
        (name) => name.startsWith('publish') || name === 'login' || name === 'user',
      )
      if (heard.length > 0) expect(rule).toHaveProperty(said, true)
    }),
    runs,
  )
})

test('a rule that denies or caps, wherever it is added, gives nobody anything', () => {
  const tighter = fc.oneof(random.denyRule, random.capRule)
  const place = fc.nat(8)
  const both = fc.tuple(random.caller, random.service)
  fc.assert(
    fc.property(random.rules, tighter, place, both, (rules, added, nth, [caller, service]) => {
      const before = decided(random.named(rules), caller, [service])
      const after = decided(random.named(rules.toSpliced(nth, 0, added)), caller, [service])
      if (after === undefined) return
      const had = before?.services[0]?.privileges ?? {}
      const denied = Object(added).effect === 'deny'
      if (denied) expect(before).toBeDefined()
      // a cap may turn a refusal into less than what was asked for, as a smaller request would have
      const less = decided(random.named(rules), caller, after.services)
      expect(less).toBeDefined()
      if (denied) expect(Object.keys(after.services[0]!.privileges)).toEqual(Object.keys(had))
    }),
    runs,
  )
})

test('caps count alike in any order and at any place', () => {
  const input = [
    fc.array(random.capRule, { maxLength: 4 }),
    random.allowRule,
    random.caller,
  ] as const
  fc.assert(
    fc.property(...input, random.service, (caps, allow, caller, service) => {
      const outcome = (rules: readonly unknown[]) => {
        const grant = decided(random.named(rules), caller, [service])
        return grant && { services: grant.services, seconds: grant.expiresInSeconds }
      }
      const first = outcome([...caps, allow])
      expect(outcome([allow, ...caps])).toEqual(first)
      expect(outcome([...caps.toReversed(), allow])).toEqual(first)
    }),
    { numRuns: 5000 },
  )
})

test('a request is refused whole when one of its services is', () => {
  fc.assert(
    fc.property(
      random.rules,
      random.caller,
      fc.array(random.service, { minLength: 2, maxLength: 3 }),
      (rules, caller, services) => {
        const policy = random.named(rules)
        const each = services.map((service) => decided(policy, caller, [service]))
        expect(decided(policy, caller, services) === undefined).toBe(each.includes(undefined))
      },
    ),
    { numRuns: 5000 },
  )
})

test('a policy without rules refuses everything', () => {
  fc.assert(
    fc.property(random.caller, random.service, (caller, service) => {
      expect(decided({ rules: [] }, caller, [service])).toBeUndefined()
    }),
  )
})
