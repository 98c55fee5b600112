import { daySeconds } from '../day.ts'
import {
  allows,
  type CompiledRule,
  compileRule,
  denies,
  deniesAll,
  leaves,
  listOf,
  mismatch,
} from './compiled-rule.ts'
import type { AllowRule, CapRule, DenyRule, Policy, Rule } from './policy.ts'
import { indexRules, type RuleIndex } from './rule-index.ts'
import type { PolicyCaller, Wish } from './wish.ts'

/** A policy as one project goes by it. */
export interface CompiledPolicy {
  /** 1 is the first that was set; 0: none was, and everything is refused */
  readonly version: number
  /** those that speak of this project, from the top */
  readonly rules: readonly CompiledRule[]
  readonly allow: RuleIndex
  readonly deny: RuleIndex
  readonly cap: RuleIndex
}

/** Why a wish is refused. */
export type PolicyReason =
  | 'POLICY_MISSING'
  | 'RULE_DENIES'
  | 'NO_RULE_ALLOWS'
  | 'WILDCARD_PUBLISH'
  | 'UNBOUND_PUBLISH'
  | 'NOTHING_LEFT'

export type Verdict = {
  /** what is left of the privileges asked for */
  readonly privileges: readonly string[]
  /** at most a day */
  readonly maxSeconds: number
  /** the caps that spoke of it, from the top */
  readonly caps: readonly CompiledRule[]
} & (
  | { readonly allowed: true; readonly rule: CompiledRule }
  | { readonly allowed: false; readonly reason: PolicyReason; readonly rule?: CompiledRule }
)

interface CompiledFor {
  /** in lower case; rules for other projects are left out */
  readonly appId: string
  readonly version: number
}

/** @throws TypeError when a rule says what this version does not understand, which it must not ignore */
export function compilePolicy({ rules }: Policy, { appId, version }: CompiledFor): CompiledPolicy {
  const own = rules.map(compileRule).filter(({ rule }) => isFor(rule, appId))
  const having = (effect: Rule['effect']) => own.filter(({ rule }) => rule.effect === effect)
  return {
    version,
    rules: own,
    allow: indexRules(having('allow'), false),
    deny: indexRules(having('deny'), true),
    cap: indexRules(having('cap'), true),
  }
}

function isFor({ project }: Rule, appId: string): boolean {
  return listOf(project)?.some((id) => id.toLowerCase() === appId) ?? true
}

/** The most rules that have to be read one after another, wherever that is. */
export function crowdOf({ rules }: Pick<Policy, 'rules'>): readonly CompiledRule[] {
  const compiled = rules.map(compileRule)
  const indexes = effects.map((effect) =>
    indexRules(
      compiled.filter(({ rule }) => rule.effect === effect),
      false,
    ),
  )
  return indexes.map(({ crowd }) => crowd).reduce((a, b) => (b.length > a.length ? b : a))
}

const effects = ['allow', 'deny', 'cap'] as const

/**
 * What one service of a request may have. Every cap that speaks of it takes something away, wherever it stands; of what
 * is left the first rule that allows or denies it decides, read from the top. Without one it is refused. Pure.
 */
export function judge(policy: CompiledPolicy, wish: Wish, caller: PolicyCaller): Verdict {
  // a pattern is compared with all that it may overlap, so only where something could allow it at all
  const hopeless = wish.binding === 'wildcard' && !isSpokenOf(policy, wish, caller)
  if (hopeless) return refusedAtOnce(policy, wish, caller)
  const caps = capsFor(policy, wish, caller)
  const left = capped(wish, caps)
  const { privileges } = left
  const maxSeconds = shortest(caps)
  if (privileges.length === 0 && wish.privileges.length > 0) {
    return { privileges, maxSeconds, caps, allowed: false, reason: 'NOTHING_LEFT', rule: caps[0]! }
  }
  const rule = firstAllowing(policy, left, caller)
  const denied = firstDenying(policy, left, { caller, before: rule?.position })
  if (denied !== undefined) {
    return { privileges, maxSeconds, caps, allowed: false, reason: 'RULE_DENIES', rule: denied }
  }
  if (rule === undefined) {
    return { privileges, maxSeconds, caps, allowed: false, ...whyNot(policy, left, caller) }
  }
  const seconds = Math.min(maxSeconds, lifeBy(rule))
  return { privileges, maxSeconds: seconds, caps, allowed: true, rule }
}

function isSpokenOf({ allow }: CompiledPolicy, wish: Wish, caller: PolicyCaller): boolean {
  let spoken = false
  allow.find(wish, caller, (rules) => {
    spoken ||= rules.some((rule) => mismatch(rule, wish, caller) === undefined)
  })
  return spoken
}

function refusedAtOnce(policy: CompiledPolicy, wish: Wish, caller: PolicyCaller): Verdict {
  const { privileges } = wish
  const why = whyNot(policy, wish, caller)
  return { privileges, maxSeconds: daySeconds, caps: [], allowed: false, ...why }
}

function capsFor({ cap }: CompiledPolicy, wish: Wish, caller: PolicyCaller): CompiledRule[] {
  let caps: Set<CompiledRule> | undefined
  cap.find(wish, caller, (rules) => {
    for (const rule of rules) {
      if (mismatch(rule, wish, caller) !== undefined) continue
      caps ??= new Set()
      caps.add(rule)
    }
  })
  return caps === undefined ? [] : [...caps].sort((a, b) => a.position - b.position)
}

function capped(wish: Wish, caps: readonly CompiledRule[]): Wish {
  if (caps.length === 0) return wish
  const privileges = wish.privileges.filter((name) =>
    caps.every(({ rule }) => leaves(rule as CapRule, wish, name)),
  )
  return { ...wish, privileges }
}

function shortest(rules: readonly CompiledRule[]): number {
  let seconds = daySeconds
  for (const rule of rules) seconds = Math.min(seconds, lifeBy(rule))
  return seconds
}

function lifeBy({ rule }: CompiledRule): number {
  return (rule as AllowRule | CapRule).maxSeconds ?? daySeconds
}

/** Whether every privilege that is asked for is allowed. */
export function allowsAll({ rule }: CompiledRule, wish: Wish): boolean {
  return wish.privileges.every((name) => allows(rule as AllowRule, wish, name))
}

export function deniesAny({ rule }: CompiledRule, wish: Wish): boolean {
  const deny = rule as DenyRule
  return deniesAll(deny) || wish.privileges.some((name) => denies(deny, wish, name))
}

function firstAllowing({ allow }: CompiledPolicy, wish: Wish, caller: PolicyCaller) {
  let first: CompiledRule | undefined
  allow.find(wish, caller, (rules) => {
    for (const rule of rules) {
      if (first !== undefined && rule.position > first.position) return // those behind it are further down
      if (mismatch(rule, wish, caller) === undefined && allowsAll(rule, wish)) first = rule
    }
  })
  return first
}

function firstDenying(
  { deny }: CompiledPolicy,
  wish: Wish,
  {
    caller,
    before = Number.POSITIVE_INFINITY,
  }: { readonly caller: PolicyCaller; readonly before: number | undefined },
) {
  let first: CompiledRule | undefined
  deny.find(wish, caller, (rules) => {
    for (const rule of rules) {
      if (rule.position > (first?.position ?? before)) return
      if (mismatch(rule, wish, caller) === undefined && deniesAny(rule, wish)) first = rule
    }
  })
  return first
}

/** Nothing allows it. Perhaps a rule would, if it were not for any user, or for so many channels. */
function whyNot(policy: CompiledPolicy, wish: Wish, caller: PolicyCaller) {
  if (policy.version === 0) return { reason: 'POLICY_MISSING' } as const
  const bound: Wish = { ...wish, binding: 'bound' }
  let nearest: CompiledRule | undefined
  if (wish.binding !== 'bound') {
    policy.allow.find(wish, caller, (rules) => {
      nearest ??= rules.find(
        (rule) => mismatch(rule, wish, caller) === undefined && allowsAll(rule, bound),
      )
    })
  }
  if (nearest === undefined) return { reason: 'NO_RULE_ALLOWS' } as const
  const reason = wish.binding === 'wildcard' ? 'WILDCARD_PUBLISH' : 'UNBOUND_PUBLISH'
  return { reason, rule: nearest } as const
}
