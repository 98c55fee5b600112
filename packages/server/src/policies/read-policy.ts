import type { TSchema } from 'typebox'
import { type FieldError, ServerError } from '../errors.ts'
import { clean } from '../observe/clean.ts'
import { listOf } from './compiled-rule.ts'
import { crowdOf } from './judge.ts'
import { patternFault } from './pattern.ts'
import { type Policy, type Rule, ruleSchemas } from './policy.ts'
import { fault, shapeErrors, unknownField } from './shape.ts'

const mostRules = 10_000
/** Rules that cannot be told apart without reading each of them. */
const mostAlike = 256
const mostErrors = 50

/**
 * A policy from outside.
 *
 * @param at - where it stands in what came
 * @throws ServerError `POLICY_INVALID` that lists everything wrong with it
 */
export function readPolicy(value: unknown, at = '#'): Policy {
  const { rules, ...rest } = Object(value) as Readonly<Record<string, unknown>>
  const errors: FieldError[] = Object.keys(rest).map((name) => unknownField(at, name, ['rules']))
  if (!Array.isArray(rules)) errors.push(fault(`${at}/rules`, 'is a list of rules'))
  else if (rules.length > mostRules) errors.push(fault(`${at}/rules`, `has more than ${mostRules}`))
  else
    errors.push(
      ...rules.flatMap((rule, nth) => ruleErrors(rule, `${at}/rules/${nth}`)),
      ...repeatedNames(rules, at),
    )
  refuseIfAny(errors)
  const policy = { rules: rules as Rule[] }
  refuseIfAny(crowdErrors(policy, at))
  return policy
}

function refuseIfAny(errors: readonly FieldError[]): void {
  if (errors.length === 0) return
  const told = errors.slice(0, mostErrors)
  const detail = told.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
  throw new ServerError('POLICY_INVALID', clean(detail), { errors: told })
}

function ruleErrors(rule: unknown, at: string): FieldError[] {
  const { effect } = Object(rule) as { readonly effect?: unknown }
  if (typeof effect !== 'string' || !Object.hasOwn(ruleSchemas, effect)) {
    return [fault(`${at}/effect`, 'is "allow", "deny" or "cap"')]
  }
  const schema: TSchema = ruleSchemas[effect as keyof typeof ruleSchemas]
  const errors = shapeErrors(schema, rule, at)
  return errors.length > 0 ? errors : meaningErrors(rule as Rule, at)
}

/** What a schema cannot say. */
function meaningErrors(rule: Rule, at: string): FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['channel', 'subject'] as const) {
    for (const pattern of listOf(rule[field]) ?? []) {
      const wrong = patternFault(pattern)
      if (wrong !== undefined) errors.push(fault(`${at}/${field}`, wrong))
    }
  }
  if (rule.privileges !== undefined && rule.role !== undefined) {
    errors.push(fault(`${at}/privileges`, 'says the same as role: keep one of them'))
  }
  if (rule.effect === 'cap' && [rule.privileges, rule.role, rule.maxSeconds].every(isAbsent)) {
    errors.push(fault(at, 'caps nothing: name role, privileges or maxSeconds'))
  }
  for (const id of listOf(rule.project) ?? []) {
    if (!/^[\da-f]{32}$/i.test(id)) errors.push(fault(`${at}/project`, 'is not an App ID'))
  }
  return errors
}

function isAbsent(value: unknown): boolean {
  return value === undefined
}

function repeatedNames(rules: readonly unknown[], at: string): FieldError[] {
  const seen = new Set<unknown>()
  return rules.flatMap((rule, nth) => {
    const { name } = Object(rule) as { readonly name?: unknown }
    const again = typeof name === 'string' && seen.has(name)
    seen.add(name)
    return again ? [fault(`${at}/rules/${nth}/name`, 'is the name of a rule above it')] : []
  })
}

/** Keeps every decision quick: see docs/policy.md, "Limits". */
function crowdErrors(policy: Policy, at: string): FieldError[] {
  const crowd = crowdOf(policy)
  if (crowd.length <= mostAlike) return []
  const first = `${at}/rules/${crowd[mostAlike]!.position}`
  const message = `more than ${mostAlike} rules begin and end alike in everything they name; name callers, or patterns that differ where they are fixed`
  return [fault(first, message)]
}
