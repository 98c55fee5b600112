import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ServerError } from '../../src/errors.ts'
import type { Caller, RequestedService } from '../../src/issue.ts'
import { compilePolicy } from '../../src/policies/judge.ts'
import type { PastRequest } from '../../src/policies/past-request.ts'
import type { Policy } from '../../src/policies/policy.ts'
import { Replay } from '../../src/policies/replay.ts'
import type { PolicyCaller } from '../../src/policies/wish.ts'
import { decide } from '../../src/policy/decide.ts'
import * as random from './random.ts'

const appId = 'a'.repeat(32)
const at = 1_800_000_000
const day = 86_400

const compiled = (policy: Policy) => compilePolicy(policy, { appId, version: 1 })

interface Wish {
  readonly caller: PolicyCaller
  readonly services: readonly RequestedService[]
  readonly seconds?: number
}

/** As the server decides it, and as the audit tells of it. */
function decided(policy: Policy, { caller, services, seconds = 3600 }: Wish): PastRequest {
  const project = { appId, certificate: 'c', demo: false, enabled: true, policy: compiled(policy) }
  const step = decide({ projects: { find: () => project }, maxTokenSeconds: day })
  const asked = { version: '007', expiresInSeconds: seconds, services } as const
  const request = { ...asked, dialect: 'x', strict: false }
  try {
    const given = step(caller as Caller, request, at)
    return { at, caller, asked, given }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    return { at, caller, asked, refusedBy: error.code }
  }
}

function replayed(policy: Policy, past: readonly PastRequest[]) {
  const replay = new Replay({ policy: compiled(policy), maxTokenSeconds: day })
  for (const one of past) replay.add(one)
  return replay.report()
}

const services = fc.array(random.service, { minLength: 1, maxLength: 2 })
const lives = fc.constantFrom(0, 60, 3600, day, 100_000)

test('by the policy that decided it nothing changes', () => {
  fc.assert(
    fc.property(random.rules, random.caller, services, lives, (rules, caller, asked, seconds) => {
      const policy = random.named(rules)
      const past = decided(policy, { caller, services: asked, seconds })
      expect(replayed(policy, [past])).toMatchObject({ requests: 1, same: 1, groups: [] })
    }),
    { numRuns: 10_000 },
  )
})

test('who gains and who loses is whom the server would allow, or refuse, then', () => {
  const input = [random.rules, random.rules, random.caller, services, lives] as const
  fc.assert(
    fc.property(...input, (rules, others, caller, asked, seconds) => {
      const wish = { caller, services: asked, seconds }
      const [before, after] = [rules, others].map((all) => decided(random.named(all), wish))
      const report = replayed(random.named(others), [before!])
      expect(report.gains).toBe(Number(!before!.given && after!.given !== undefined))
      expect(report.loses).toBe(Number(before!.given && after!.given === undefined ? 1 : 0))
      if (!before!.given || !after!.given) return
      const same = JSON.stringify(before!.given.services) === JSON.stringify(after!.given.services)
      const alike = before!.given.expiresInSeconds === after!.given.expiresInSeconds
      if (same && alike) expect(report.same).toBe(1)
    }),
    { numRuns: 10_000 },
  )
})

const calls = { name: 'calls', effect: 'allow', channel: 'call-*', maxSeconds: 3600 } as const
const key = { kind: 'key', id: 'k_1' } as const
const publisher = { joinChannel: 3600, publishAudio: 3600 }
const rtc = (channel: string, privileges: object = publisher) =>
  ({ type: 'rtc', channel, uid: '7', privileges }) as RequestedService

test('what changes is told by caller, service and rule, with how often and an example', () => {
  const before = { rules: [calls] }
  const wish = (channel: string) => ({ caller: key, services: [rtc(channel)] })
  const past = ['call-1', 'call-2', 'call-9', 'lobby'].map((channel) =>
    decided(before, wish(channel)),
  )
  const report = replayed(
    {
      rules: [
        { name: 'short', effect: 'cap', channel: 'call-2', maxSeconds: 60 },
        { name: 'shut', effect: 'deny', channel: 'call-9' },
        { ...calls, channel: ['call-*', 'lobby'] },
      ],
    },
    past,
  )
  expect(report).toMatchObject({ requests: 4, same: 1, gains: 1, loses: 1, less: 1, more: 0 })
  expect(report.groups).toHaveLength(3)
  expect(report.groups).toContainEqual({
    change: 'loses',
    caller: key,
    services: ['rtc'],
    rule: 'shut',
    reason: 'RULE_DENIES',
    requests: 1,
    example: { channels: ['call-9'], subject: '7', beforeSeconds: 3600, afterSeconds: 0 },
  })
  expect(report.groups).toContainEqual(
    expect.objectContaining({
      change: 'less',
      rule: 'calls',
      example: { channels: ['call-2'], subject: '7', beforeSeconds: 3600, afterSeconds: 60 },
    }),
  )
})

test('a privilege that is taken, and the end of one that comes sooner, is less; the other way round more', () => {
  const both = { rules: [{ ...calls, maxSeconds: 7200 }] }
  const listens = { rules: [{ name: 'cap', effect: 'cap', role: 'subscriber' }, ...both.rules] }
  const short = { rules: [{ ...calls, maxSeconds: 1800 }] }
  const wish = { caller: key, services: [rtc('call-1')], seconds: 600 }
  const change = (from: object, to: object) => {
    const [group] = replayed(to as Policy, [decided(from as Policy, wish)]).groups
    return group?.change
  }
  expect([change(both, listens), change(listens, both)]).toEqual(['less', 'more'])
  expect([change(both, short), change(short, both)]).toEqual(['less', 'more'])
})

test('what was refused for another reason than the policy’s stays refused', () => {
  const { refusedBy: _, ...past } = decided({ rules: [] }, { caller: key, services: [rtc('a')] })
  const open = { rules: [{ name: 'all', effect: 'allow' }] } as const
  const by = (code: string) => replayed(open, [{ ...past, refusedBy: code }]).gains
  expect([by('POLICY_DENIED'), by('PROJECT_DISABLED'), by('REQUEST_INVALID')]).toEqual([1, 0, 0])
})

test('very many callers fill no memory: what is not told is counted', () => {
  const past = Array.from({ length: 1500 }, (_, nth) =>
    decided(
      { rules: [calls] },
      {
        caller: { kind: 'key', id: `k_${nth}` },
        services: [rtc('call-1')],
      },
    ),
  )
  const report = replayed({ rules: [] }, past)
  expect([report.loses, report.groups.length, report.untold]).toEqual([1500, 1000, 500])
})

test('a hundred thousand requests are decided again in seconds, by ten thousand rules', () => {
  const rules = Array.from({ length: 10_000 }, (_, nth) => ({
    ...({ name: `r${nth}`, effect: 'allow', channel: `call-${nth}-*` } as const),
  }))
  const past = Array.from({ length: 1000 }, (_, nth) =>
    decided({ rules: [calls] }, { caller: key, services: [rtc(`call-${nth}-x`)] }),
  )
  const replay = new Replay({ policy: compiled({ rules }), maxTokenSeconds: day })
  const beganAt = performance.now()
  for (let round = 0; round < 100; round++) for (const one of past) replay.add(one)
  expect(performance.now() - beganAt).toBeLessThan(10_000)
  expect(replay.report()).toMatchObject({ requests: 100_000, same: 100_000 })
})
