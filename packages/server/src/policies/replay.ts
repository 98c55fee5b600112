import { daySeconds } from '../day.ts'
import { type CompiledPolicy, judge } from './judge.ts'
import type { PastRequest } from './past-request.ts'
import { type PolicyCaller, wishOf } from './wish.ts'

/**
 * What another policy makes of a request: `gains` what it was refused, `loses` what it was given; given both times, `less`
 * or `more` of it: privileges, or life. Less of one and more of the other is `less`.
 */
type ReplayChange = 'gains' | 'loses' | 'less' | 'more'

/** Requests of one caller that change alike. */
export interface ReplayGroup {
  readonly change: ReplayChange
  readonly caller: Pick<PolicyCaller, 'kind' | 'id'>
  /** the services of the request */
  readonly services: readonly string[]
  /** the rule that decides it then; absent: none does */
  readonly rule?: string | undefined
  /** why it is refused then */
  readonly reason?: string | undefined
  readonly requests: number
  /** one of them: where, as whom, and how long it lived and would live; 0 = refused */
  readonly example: {
    readonly channels: readonly string[]
    readonly subject?: string | undefined
    readonly beforeSeconds: number
    readonly afterSeconds: number
  }
}

export interface ReplayReport {
  readonly requests: number
  readonly same: number
  readonly gains: number
  readonly loses: number
  readonly less: number
  readonly more: number
  /** the largest first, 1,000 at most */
  readonly groups: readonly ReplayGroup[]
  /** requests that change, in groups that are not told */
  readonly untold: number
}

export interface Replaying {
  readonly policy: CompiledPolicy
  /** longest life that the server gives, seconds */
  readonly maxTokenSeconds: number
}

const mostGroups = 1000

/** Decides past requests by another policy, one at a time, and counts who gains and who loses by it. Pure but for its counts. */
export class Replay {
  private readonly counts = { gains: 0, loses: 0, less: 0, more: 0 }
  private readonly groups = new Map<string, { group: ReplayGroup; requests: number }>()
  private requests = 0
  private untold = 0
  private readonly by: Replaying

  constructor(by: Replaying) {
    this.by = by
  }

  add(past: PastRequest): void {
    this.requests++
    const after = decided(past, this.by)
    const change = changeOf(past, after)
    if (change === undefined) return
    this.counts[change]++
    const { kind, id } = past.caller
    const services = past.asked.services.map(({ type }) => type)
    const { rule, reason } = after
    const key = JSON.stringify([change, kind, id, services, rule, reason])
    const known = this.groups.get(key)
    if (known !== undefined) known.requests++
    else if (this.groups.size >= mostGroups) this.untold++
    else {
      const example = exampleOf(past, after)
      const told = { change, caller: { kind, id }, services, rule, reason, requests: 0, example }
      this.groups.set(key, { group: told, requests: 1 })
    }
  }

  report(): ReplayReport {
    const { gains, loses, less, more } = this.counts
    const groups = [...this.groups.values()].map(({ group, requests }) => ({ ...group, requests }))
    groups.sort((a, b) => b.requests - a.requests)
    const same = this.requests - gains - loses - less - more
    return { requests: this.requests, same, ...this.counts, groups, untold: this.untold }
  }
}

interface After {
  readonly allowed: boolean
  /** at most so long, token and privileges; 0 = none */
  readonly most: number
  /** of each service */
  readonly privileges: OfEach
  readonly rule?: string | undefined
  readonly reason?: string | undefined
}

type OfEach = readonly (readonly string[])[]

function decided({ caller, asked }: PastRequest, { policy, maxTokenSeconds }: Replaying): After {
  const { version, services } = asked
  const verdicts = services.map((service) => judge(policy, wishOf(service, version), caller))
  const refused = verdicts.find(({ allowed }) => !allowed)
  const rule = (refused ?? verdicts[0])?.rule?.rule.name
  if (refused !== undefined) {
    const reason = refused.allowed ? undefined : refused.reason
    return { allowed: false, most: 0, privileges: [], rule, reason }
  }
  const most = Math.min(maxTokenSeconds, ...verdicts.map(({ maxSeconds }) => maxSeconds))
  return { allowed: true, most, privileges: verdicts.map((one) => one.privileges), rule }
}

/** What no policy refused (a ban, a broken rule of the parameters), none gives. */
function changeOf(past: PastRequest, after: After): ReplayChange | undefined {
  const { given, asked, refusedBy } = past
  if (given === undefined) {
    return after.allowed && refusedBy === 'POLICY_DENIED' ? 'gains' : undefined
  }
  if (!after.allowed) return 'loses'
  const before = given.services.map((service) => wishOf(service, asked.version).privileges)
  const { shorter, longer } = compareLives(past, given, after.most)
  if (shorter || !hasAll(after.privileges, before)) return 'less'
  return longer || !hasAll(before, after.privileges) ? 'more' : undefined
}

function hasAll(own: OfEach, wanted: OfEach): boolean {
  return wanted.every((names, nth) => names.every((name) => own[nth]?.includes(name)))
}

/** Two readings of the clock, and of two clocks, may lie between what was asked and what was noted. */
const tolerance = 2

/** The life of the token, and of each privilege that it has, as they were and as they would be. */
function compareLives({ at, asked }: PastRequest, given: PastRequest['asked'], most: number) {
  const wanted = spansOf(asked, at)
  let [shorter, longer] = [false, false]
  for (const [name, before] of spansOf(given, at)) {
    const after = Math.min(wanted.get(name) ?? daySeconds, most)
    shorter ||= after < before - tolerance
    longer ||= after > before + tolerance
  }
  return { shorter, longer }
}

/** In seconds, a day at most: the platform ends everything then, and takes 0 for it. */
function spansOf({ expiresInSeconds, services }: PastRequest['asked'], at: number) {
  const spans = new Map<string, number>([['', spanOf(expiresInSeconds)]])
  services.forEach(({ privileges }, nth) => {
    for (const [name, end] of Object.entries(privileges)) {
      const absolute = typeof end === 'number' ? undefined : end.at
      const seconds = absolute === undefined ? (end as number) : absolute && absolute - at
      spans.set(`${nth} ${name}`, spanOf(seconds))
    }
  })
  return spans
}

function spanOf(seconds: number): number {
  return seconds === 0 ? daySeconds : Math.min(seconds, daySeconds)
}

function exampleOf({ asked, given }: PastRequest, { most }: After): ReplayGroup['example'] {
  const { channels, subject } = wishOf(asked.services[0]!, asked.version)
  const beforeSeconds = given === undefined ? 0 : spanOf(given.expiresInSeconds)
  const afterSeconds = Math.min(spanOf(asked.expiresInSeconds), most)
  return { channels: channels.slice(0, 3), subject, beforeSeconds, afterSeconds }
}
