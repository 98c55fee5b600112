import { isDeepStrictEqual } from 'node:util'
import type { Policy, Rule } from './policy.ts'

/** One rule that is not what it was. Rules are known by their names. */
export interface RuleChange {
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed' | 'moved'
  readonly before: Rule | undefined
  readonly after: Rule | undefined
}

/** How one policy differs from another; in the order of the new one, what was removed last. */
export function diffPolicies(before: Policy, after: Policy): readonly RuleChange[] {
  const old = new Map(before.rules.map((rule) => [rule.name, rule]))
  const now = new Set(after.rules.map(({ name }) => name))
  const kept = before.rules.filter(({ name }) => now.has(name)).map(({ name }) => name)
  const order = after.rules.filter(({ name }) => old.has(name)).map(({ name }) => name)
  const moved = new Set(order.filter((name, nth) => kept[nth] !== name))
  const changes: RuleChange[] = []
  for (const rule of after.rules) {
    const { name } = rule
    const was = old.get(name)
    const change = changeOf(was, rule, moved.has(name))
    if (change !== undefined) changes.push({ name, change, before: was, after: rule })
  }
  for (const rule of before.rules) {
    if (now.has(rule.name)) continue
    changes.push({ name: rule.name, change: 'removed', before: rule, after: undefined })
  }
  return changes
}

function changeOf(was: Rule | undefined, rule: Rule, moved: boolean) {
  if (was === undefined) return 'added'
  if (!isDeepStrictEqual(was, rule)) return 'changed'
  return moved ? 'moved' : undefined
}
