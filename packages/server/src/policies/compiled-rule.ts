import { covers, type Pattern, patternOf, touches } from './pattern.ts'
import type { AllowRule, CapRule, DenyRule, Rule } from './policy.ts'
import { type PolicyCaller, publishes, type Wish } from './wish.ts'

export interface CompiledRule {
  readonly rule: Rule
  /** 0 is the top */
  readonly position: number
  readonly callerIds: readonly string[] | undefined
  readonly claims: readonly (readonly [string, unknown])[]
  /** says which callers it means that have a JWT */
  readonly meansPeople: boolean
  readonly services: ReadonlySet<string> | undefined
  readonly channels: readonly Pattern[] | undefined
  readonly subjects: readonly Pattern[] | undefined
}

/** Why a rule does not speak of a wish; the first of its conditions that is not met. */
export type Mismatch = 'caller' | 'service' | 'channel' | 'subject' | 'binding'

/** What an allow rule means that names no services; the others give more than a seat in a call. */
const ordinary = ['rtc', 'rtm', 'rtm2', 'chat']

const understood = new Set([
  ...['name', 'effect', 'caller', 'project', 'services', 'channel', 'subject', 'binding'],
  ...['role', 'privileges', 'wildcardPublish', 'unboundPublish', 'maxSeconds'],
])

/** @throws TypeError when the rule says what this version does not understand, which it must not ignore */
export function compileRule(rule: Rule, position: number): CompiledRule {
  const unknown = Object.keys(rule).find((field) => !understood.has(field))
  if (unknown !== undefined) throw new TypeError(`rule "${rule.name}" has a field "${unknown}"`)
  const { caller, channel, subject, effect } = rule
  const services = rule.services ?? (effect === 'allow' ? ordinary : undefined)
  return {
    rule,
    position,
    callerIds: listOf(caller?.id),
    claims: Object.entries(caller?.claims ?? {}),
    meansPeople: meansPeople(rule),
    services: services && new Set(services),
    channels: listOf(channel)?.map(patternOf),
    subjects: listOf(subject)?.map(patternOf),
  }
}

/**
 * Which condition of the rule is not met. What is allowed has to lie within its patterns; denied and capped is what
 * only touches them.
 */
export function mismatch(
  compiled: CompiledRule,
  wish: Wish,
  caller: PolicyCaller,
): Mismatch | undefined {
  const { rule, services, channels, subjects } = compiled
  if (services !== undefined && !services.has(wish.service)) return 'service'
  if (rule.binding !== undefined && !rule.binding.includes(wish.binding)) return 'binding'
  if (!isMeant(compiled, caller)) return 'caller'
  const allows = rule.effect === 'allow'
  if (channels !== undefined) {
    const fits = allows
      ? wish.channels.length > 0 && wish.channels.every((one) => covers(channels, one, caller))
      : wish.channels.some((one) => touches(channels, one, caller))
    if (!fits) return 'channel'
  }
  if (subjects !== undefined) {
    const fit = allows ? covers : touches
    if (wish.subject === undefined || !fit(subjects, wish.subject, caller)) return 'subject'
  }
  return undefined
}

/** By their kind, what is claimed of them, their names, or the own identity, which nobody else has. */
function meansPeople({ caller, channel, subject }: Rule): boolean {
  const { kind, claims, id } = caller ?? {}
  if (kind === 'jwt' || claims !== undefined || id !== undefined) return true
  const patterns = [...(listOf(channel) ?? []), ...(listOf(subject) ?? [])]
  return patterns.some((pattern) => pattern.includes(ownIdentity))
}

const ownIdentity = `\${caller.sub}`

/**
 * Strangers are allowed nothing unless a rule says "anonymous", and people with a JWT nothing unless it speaks of them: to
 * believe an issuer opens nothing that was meant for keys.
 */
function isMeant(compiled: CompiledRule, caller: PolicyCaller): boolean {
  const { rule, callerIds, claims, meansPeople } = compiled
  const kind = rule.caller?.kind
  if (kind !== undefined && kind !== caller.kind) return false
  if (rule.effect === 'allow') {
    if (kind === undefined && caller.kind === 'anonymous') return false
    if (!meansPeople && caller.kind === 'jwt') return false
  }
  if (callerIds !== undefined && !callerIds.includes(caller.id)) return false
  for (const [name, wanted] of claims) {
    const claim = caller.claims?.[name]
    const has = Array.isArray(claim) ? claim.includes(wanted) : claim === wanted
    if (!has) return false
  }
  return true
}

/** Whether an allow rule that speaks of a wish allows this privilege. */
export function allows(rule: AllowRule, wish: Wish, privilege: string): boolean {
  if (rule.privileges !== undefined) {
    if (!rule.privileges.includes(privilege)) return false
  } else if (privilege === 'app') return false // signs for the whole application: only by name
  if (!publishes(wish, privilege)) return true
  if (rule.role === 'subscriber') return false
  if (wish.binding === 'wildcard') return rule.wildcardPublish === true
  return wish.binding === 'bound' || rule.unboundPublish === true
}

/** Whether a deny rule that speaks of a wish denies it for having this privilege. One that names none denies all. */
export function denies(rule: DenyRule, wish: Wish, privilege: string): boolean {
  if (rule.privileges?.includes(privilege)) return true
  return rule.role === 'publisher' && publishes(wish, privilege)
}

export function deniesAll({ privileges, role }: DenyRule): boolean {
  return privileges === undefined && role === undefined
}

/** Whether a cap that speaks of a wish leaves it this privilege. */
export function leaves(rule: CapRule, wish: Wish, privilege: string): boolean {
  if (rule.privileges !== undefined && !rule.privileges.includes(privilege)) return false
  return rule.role !== 'subscriber' || !publishes(wish, privilege)
}

export function listOf(value: string | readonly string[] | undefined) {
  return typeof value === 'string' ? [value] : value
}
