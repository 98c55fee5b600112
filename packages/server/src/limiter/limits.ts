import type { StartMode } from '../config/access.ts'
import type { Settings } from '../config/settings.ts'
import { Buckets } from './buckets.ts'
import type { LimitScope } from './limiter.ts'
import { noLimit, type Rate } from './rate.ts'

type LimitSettings = Pick<
  Settings,
  'limitIp' | 'limitFailures' | 'limitCaller' | 'limitSubject' | 'limitProject'
>

/** Of `serve`; see config/settings.ts. Out of reach of an app that keeps its tokens, in reach of one that runs wild. */
const defaults = {
  ip: { perSecond: 1000, burst: 10_000 },
  failures: { perSecond: 0.1, burst: 20 },
  caller: { perSecond: 500, burst: 5000 },
} as const

export type MemoryLimits = Readonly<Partial<Record<LimitScope, Buckets>>>

/** Whoever is counted, in the memory of this process. `dev` counts nobody unless told to. */
export function memoryLimits(
  settings: LimitSettings,
  { command }: Pick<StartMode, 'command'>,
): MemoryLimits {
  const own = (rate: Rate | undefined, fallback: Rate) =>
    buckets(rate ?? (command === 'dev' ? noLimit : fallback))
  return {
    ...own(settings.limitIp, defaults.ip)('ip'),
    ...own(settings.limitFailures, defaults.failures)('failures'),
    ...own(settings.limitCaller, defaults.caller)('caller'),
    ...buckets(settings.limitSubject)('subject'),
    ...buckets(settings.limitProject)('project'),
  }
}

function buckets(rate: Rate): (scope: LimitScope) => MemoryLimits {
  return (scope) => (rate.perSecond === 0 ? {} : { [scope]: new Buckets(rate) })
}
