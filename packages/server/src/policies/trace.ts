import { type CompiledRule, type Mismatch, mismatch } from './compiled-rule.ts'
import { allowsAll, type CompiledPolicy, deniesAny, judge, type PolicyReason } from './judge.ts'
import type { Rule } from './policy.ts'
import type { PolicyCaller, Wish } from './wish.ts'

/** How one service of a request was decided, and why. Holds no secret. */
export interface Trace {
  readonly wish: Wish
  readonly allowed: boolean
  /** of the policy; 0 = none was set */
  readonly version: number
  /** the name of the rule that decided, or that comes nearest to allowing it */
  readonly rule: string | undefined
  readonly reason: PolicyReason | undefined
  /** what to do about it */
  readonly hint: string | undefined
  readonly privileges: readonly string[]
  readonly maxSeconds: number
  /** every rule, from the top; of a brief trace those that capped or decided */
  readonly rules: readonly RuleTrace[]
}

export interface RuleTrace {
  readonly name: string
  readonly effect: Rule['effect']
  /** `decided`, `capped`, `not reached`, or the condition that was not met */
  readonly outcome: 'decided' | 'capped' | 'not reached' | Mismatch | 'privileges'
}

/** Reads every rule, where {@link judge} looks up the few that matter; both decide alike. A brief one reads only those. */
export function trace(
  policy: CompiledPolicy,
  { wish, brief }: { readonly wish: Wish; readonly brief: boolean },
  caller: PolicyCaller,
): Trace {
  const verdict = judge(policy, wish, caller)
  const { privileges, maxSeconds, caps, allowed, rule } = verdict
  const left = { ...wish, privileges }
  const reason = allowed ? undefined : verdict.reason
  const decided = allowed || reason === 'RULE_DENIES' ? rule : undefined
  return {
    wish,
    allowed,
    version: policy.version,
    rule: rule?.rule.name,
    reason,
    hint: reason && hintFor({ reason, rule, wish, caller }),
    privileges: allowed ? privileges : [],
    maxSeconds: allowed ? maxSeconds : 0,
    rules: (brief ? [...caps, ...(decided ? [decided] : [])] : policy.rules).map((one) => ({
      name: one.rule.name,
      effect: one.rule.effect,
      outcome: outcomeOf(one, { left, caller, caps, decided }),
    })),
  }
}

interface Decided {
  readonly left: Wish
  readonly caller: PolicyCaller
  readonly caps: readonly CompiledRule[]
  readonly decided: CompiledRule | undefined
}

function outcomeOf(rule: CompiledRule, { left, caller, caps, decided }: Decided) {
  if (rule === decided) return 'decided'
  if (caps.includes(rule)) return 'capped'
  const unmet = mismatch(rule, left, caller)
  if (unmet !== undefined) return unmet
  const speaks = rule.rule.effect === 'allow' ? allowsAll(rule, left) : deniesAny(rule, left)
  return speaks ? 'not reached' : 'privileges'
}

interface Refused {
  readonly reason: PolicyReason
  readonly rule: CompiledRule | undefined
  readonly wish: Wish
  readonly caller: PolicyCaller
}

/** What to do about a refusal, in a sentence or two. */
export function hintFor({ reason, rule, wish, caller }: Refused): string {
  const name = `rule "${rule?.rule.name}"`
  switch (reason) {
    case 'POLICY_MISSING':
      return 'The project has no policy yet, so it gives nobody anything. Write one and set it: symbolon policy set @policy.json (docs/policy.md has some to begin with).'
    case 'RULE_DENIES':
      return `The ${name} of the policy denies it.`
    case 'NOTHING_LEFT':
      return `The ${name} of the policy takes away every privilege that was asked for.`
    case 'WILDCARD_PUBLISH':
      return `The ${name} allows it for one user in one channel. Ask for that, or for a subscriber; or the rule says "wildcardPublish": true.`
    case 'UNBOUND_PUBLISH':
      return `The ${name} allows it for a user that is named. Name the uid, or ask for a subscriber; or the rule says "unboundPublish": true.`
    case 'NO_RULE_ALLOWS': {
      const stranger = caller.kind === 'anonymous'
      const who = stranger ? ' Callers without a key need a rule with "kind": "anonymous".' : ''
      return `No rule of the policy allows ${summary(wish)} to this caller.${who}`
    }
  }
}

function summary({ service, binding, privileges }: Wish): string {
  const whom = { bound: '', unbound: ' for any user', wildcard: ' for a pattern' }[binding]
  return `${service}${whom}${privileges.length > 0 ? ` (${privileges.join(', ')})` : ''}`
}
