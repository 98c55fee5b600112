import type { StoredBans } from '../bans/stored-bans.ts'
import { daySeconds } from '../day.ts'
import { ServerError } from '../errors.ts'
import type { Caller, End, Grant, GrantWarning, RequestedService, TokenRequest } from '../issue.ts'
import { compilePolicy } from '../policies/judge.ts'
import type { SigningProject, SigningProjects } from '../projects/signing-projects.ts'
import { brokenRules } from '../rules.ts'
import { type Allowed, applyPolicy } from './apply-policy.ts'
import { refuseBanned } from './refuse-banned.ts'

export interface PolicyFacts {
  readonly projects: Pick<SigningProjects, 'find'>
  /** who is kept out; absent in the stateless mode */
  readonly bans?: Pick<StoredBans, 'of'> | undefined
  /** longest life policy grants, 60 to 86,400 seconds */
  readonly maxTokenSeconds: number
}

const uint32 = 0xffffffff

const nothingYet = compilePolicy({ rules: [] }, { appId: '', version: 0 })

/**
 * What a caller may have of what they asked for. Pure. `at` is Unix seconds.
 *
 * The rules of the project decide, where it has any; a project without is open to every caller but those of issuers.
 * A strict request must keep the parameter rules and is capped; any other is granted as its dialect's original
 * granted it, and what it breaks becomes warnings. A limit below the platform's own 24 hours binds both.
 */
export function decide(facts: PolicyFacts) {
  return (caller: Caller, request: TokenRequest, at: number): Grant => {
    const { version, services, strict } = request
    const project = projectFor(request, facts)
    const { appId, certificateId } = project
    // everybody who can sign in somewhere is not the backend that an open project is open to
    const policy = project.policy ?? (caller.kind === 'jwt' ? nothingYet : undefined)
    refuseImpossible(request, at)
    if (certificateId !== undefined) refuseUnrecordable(services)
    const banned = facts.bans?.of(appId)
    if (banned !== undefined) refuseBanned(banned, request, at)
    const warnings = judgeRules(request)
    const max = facts.maxTokenSeconds
    if (policy !== undefined) {
      const allowed = applyPolicy(policy, caller, { request, warnings })
      return bounded(request, allowed, { appId, max, at, warnings })
    }
    const expiresInSeconds = capLife(request.expiresInSeconds, { max, strict }, warnings)
    const binding = strict || max < daySeconds
    const granted = binding ? services.map((service) => capService(service, max, at)) : services
    return { appId, version, expiresInSeconds, services: granted, warnings }
  }
}

interface Bounds {
  readonly appId: string
  /** seconds */
  readonly max: number
  readonly at: number
  readonly warnings: GrantWarning[]
}

/** Rules bind every dialect. */
function bounded(request: TokenRequest, allowed: Allowed, { appId, max, at, warnings }: Bounds) {
  const { version, expiresInSeconds: asked } = request
  const { services, maxSeconds, rules, policy } = allowed
  const own = Math.min(max, maxSeconds)
  const expiresInSeconds = capLife(asked, { max: own, strict: true }, warnings)
  const capped = services.map((service) => capService(service, own, at))
  return { appId, version, expiresInSeconds, services: capped, warnings, rules, policy }
}

/** Both what is asked for and who can sign it. */
function projectFor({ appId }: TokenRequest, { projects }: PolicyFacts): SigningProject {
  const project = projects.find(appId)
  if (project === undefined) {
    throw new ServerError('PROJECT_UNKNOWN', 'This server signs for another App ID.')
  }
  if (!project.enabled) throw new ServerError('PROJECT_DISABLED', 'The project is disabled.')
  if (project.certificate === undefined) {
    throw new ServerError('CERTIFICATE_PRIMARY_MISSING', 'The project has no certificate yet.')
  }
  return project
}

/** What cannot be written into any token is refused even where the original failed in a stranger way. */
function refuseImpossible({ version, services, expiresInSeconds }: TokenRequest, at: number): void {
  if (services.length === 0) {
    throw refusal('#', 'SERVICES_EMPTY', 'A token needs at least one service.')
  }
  if (version === '006') {
    const [first] = services
    if (services.length > 1 || (first!.type !== 'rtc' && first!.type !== 'rtm')) {
      throw refusal('#/version', 'SERVICE_NOT_IN_006', 'A 006 token holds one service, rtc or rtm.')
    }
  }
  // 006 writes absolute ends, so there a span may also reach into the past
  const [least, most] = version === '006' ? [-at, uint32 - at] : [0, uint32]
  let writable = isWhole(expiresInSeconds, least, most)
  for (const { privileges } of services) {
    for (const name in privileges) {
      const end: End = (privileges as Record<string, End>)[name]!
      writable &&= typeof end === 'number' ? isWhole(end, least, most) : isWhole(end.at, 0, uint32)
    }
  }
  if (!writable) {
    throw refusal('#', 'EXPIRY_INVALID', 'An expiry is a whole number of seconds, 0 to 4294967295.')
  }
}

/** Names that a ledger could not keep as they are, though no real one is like that. */
function refuseUnrecordable(services: readonly RequestedService[]): void {
  for (const service of services) {
    for (const field of ['channel', 'uid', 'userId', 'roomUuid', 'userUuid'] as const) {
      const text = (service as { readonly [name in typeof field]?: unknown })[field]
      if (typeof text !== 'string' || (text.length <= mostNameLength && !text.includes('\0')))
        continue
      const message = `${service.type} ${field}: it is longer than ${mostNameLength} characters, or holds U+0000`
      throw refusal(`#/${service.type}/${field}`, 'FIELD_VALUE', message)
    }
  }
}

const mostNameLength = 512

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function judgeRules({ services, version, strict }: TokenRequest): GrantWarning[] {
  const broken = brokenRules(services, version)
  if (strict && broken.length > 0) {
    const errors = broken.map(({ service, field, code, message }) => ({
      pointer: `#/${service}/${field}`,
      code,
      message,
    }))
    throw new ServerError('REQUEST_INVALID', 'The request breaks parameter rules.', { errors })
  }
  return broken.map(({ service, field, code, message }) => ({
    code,
    message: `${service} ${field}: ${message}`,
  }))
}

function capLife(
  asked: number,
  { max, strict }: { readonly max: number; readonly strict: boolean },
  warnings: GrantWarning[],
): number {
  if (asked === 0) {
    warnings.push({
      code: 'EXPIRY_ZERO',
      message: 'no life was named: the platform takes 24 hours',
    })
  } else if (asked > daySeconds) {
    warnings.push({
      code: 'EXPIRY_OVER_24H',
      message: `${asked} seconds were asked for; the platform ends every token after 24 hours`,
    })
  } else if (asked > max) {
    warnings.push({
      code: 'EXPIRY_CAPPED',
      message: `${asked} seconds were asked for; this server grants ${max}`,
    })
  }
  const binding = strict || max < daySeconds
  if (binding && asked === 0) return max // the platform reads 0 as 24 hours
  return binding ? Math.min(asked, max) : asked
}

function capService(service: RequestedService, max: number, at: number): RequestedService {
  if (isWithin(service.privileges, max)) return service
  const privileges: Record<string, End> = {}
  for (const name in service.privileges) {
    privileges[name] = capEnd(service.privileges[name]!, max, at)
  }
  return { ...service, privileges }
}

/** Whether no end has to change, which is usual: a copy of a service costs more than a look at it. */
function isWithin(privileges: Readonly<Record<string, End>>, max: number): boolean {
  const least = max < daySeconds ? 1 : 0
  for (const name in privileges) {
    const end = privileges[name]!
    if (typeof end !== 'number' || end < least || end > max) return false
  }
  return true
}

/** 0 means no end of its own, which only the platform's own limit may leave standing. */
function capEnd(end: End, max: number, at: number): End {
  if (typeof end === 'number') return end === 0 && max < daySeconds ? max : Math.min(end, max)
  if (end.at === 0) return max < daySeconds ? { at: at + max } : end
  return { at: Math.min(end.at, at + max) }
}

function refusal(pointer: string, code: string, message: string): ServerError {
  return new ServerError('REQUEST_INVALID', message, { errors: [{ pointer, code, message }] })
}
