import { type FieldError, ServerError } from '../errors.ts'
import type { Caller, End, GrantWarning, RequestedService, TokenRequest } from '../issue.ts'
import { type CompiledPolicy, judge, type Verdict } from '../policies/judge.ts'
import { hintFor } from '../policies/trace.ts'
import { type Wish, wishOf, writeMessages } from '../policies/wish.ts'

/** What the rules of a project leave of a request. */
export interface Allowed {
  readonly services: readonly RequestedService[]
  /** the shortest of its services */
  readonly maxSeconds: number
  /** names of the rules that allowed it, one for each service */
  readonly rules: readonly string[]
  /** version of the policy */
  readonly policy: number
}

/**
 * What the rules allow: a request gets all of its services, or is refused. What a cap takes away becomes a warning.
 *
 * @throws ServerError `POLICY_DENIED` that names every service that is refused
 */
export function applyPolicy(
  policy: CompiledPolicy,
  caller: Caller,
  { request, warnings }: { readonly request: TokenRequest; readonly warnings: GrantWarning[] },
): Allowed {
  const judged: Judged[] = []
  let refused = false
  for (const service of request.services) {
    const wish = wishOf(service, request.version)
    const verdict = judge(policy, wish, caller)
    if (!verdict.allowed) refused = true
    judged.push({ service, wish, verdict })
  }
  if (refused) throw denied(judged, request, caller)
  const services: RequestedService[] = []
  const rules: string[] = []
  let maxSeconds = Number.POSITIVE_INFINITY
  for (const { service, wish, verdict } of judged) {
    noteCaps(wish, verdict, warnings)
    services.push(leftOf(service, verdict))
    rules.push(verdict.rule?.rule.name ?? '')
    maxSeconds = Math.min(maxSeconds, verdict.maxSeconds)
  }
  return { services, maxSeconds, rules, policy: policy.version }
}

function denied(judged: readonly Judged[], request: TokenRequest, caller: Caller): ServerError {
  const errors = judged.flatMap((one) => refusalOf(one, caller))
  const reasons = [...new Set(errors.map(({ message }) => message)), ...hint006(request)]
  return new ServerError('POLICY_DENIED', reasons.join(' '), { errors })
}

function hint006({ version }: TokenRequest): readonly string[] {
  if (version === '007') return []
  return ['A 006 token counts as one for every channel and any user; ask for version 007.']
}

interface Judged {
  readonly service: RequestedService
  readonly wish: Wish
  readonly verdict: Verdict
}

function refusalOf({ wish, verdict }: Judged, caller: Caller): FieldError[] {
  if (verdict.allowed) return []
  const { reason, rule, privileges } = verdict
  const left = reason === 'NOTHING_LEFT' ? wish : { ...wish, privileges }
  const message = hintFor({ reason, rule, wish: left, caller })
  return [{ pointer: `#/${wish.service}`, code: reason, message }]
}

function noteCaps(wish: Wish, { privileges, caps }: Verdict, warnings: GrantWarning[]): void {
  if (caps.length === 0) return // nothing else takes anything away
  const taken = wish.privileges.filter((name) => !privileges.includes(name))
  if (taken.length === 0) return
  const rules = caps.map(({ rule }) => `"${rule.name}"`).join(', ')
  warnings.push({
    code: 'POLICY_CAPPED',
    message: `${wish.service}: ${taken.join(', ')} taken away by ${rules}`,
  })
}

function leftOf(service: RequestedService, { privileges }: Verdict): RequestedService {
  const asked: Readonly<Record<string, End>> = service.privileges
  const own = privileges.filter((name) => name !== writeMessages)
  const spared = own.length === Object.keys(asked).length ? asked : pick(asked, own)
  if (service.type !== 'rtm2' || privileges.includes(writeMessages)) {
    return spared === asked ? service : ({ ...service, privileges: spared } as RequestedService)
  }
  const permissions = Object.fromEntries(
    Object.entries(service.permissions).map(([kind, access]) => [kind, { ...access, write: [] }]),
  )
  return { ...service, privileges: spared, permissions } as RequestedService
}

function pick(asked: Readonly<Record<string, End>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, asked[name]]))
}
