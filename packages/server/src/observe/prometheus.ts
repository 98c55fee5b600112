import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { GrantEntry, RequestedService } from '../issue.ts'
import { version } from '../version.ts'
import { Durations } from './durations.ts'
import { countKicks, measureQueue, type QueueFacts } from './kick-metrics.ts'
import { type LedgerFacts, measureLedger } from './ledger-metrics.ts'
import type { Answered, Meter } from './meter.ts'

/** Projects that have a label of their own; whatever comes after them is counted as `other`. */
const mostProjects = 50

export interface Metrics extends Meter {
  readonly registry: Registry
  /** what is live in the ledger is measured too, when somebody looks */
  readonly watchLedger: (facts: LedgerFacts) => void
  /** so is what waits to be told to the platform */
  readonly watchQueue: (facts: QueueFacts) => void
}

/** What is counted, for Prometheus; by the names in docs/operate/README.md. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const projectLabel = labelsUpTo(mostProjects)
  const limited = new Counter({
    name: 'symbolon_rate_limited_total',
    help: 'Requests refused for asking too often, by what was counted.',
    labelNames: ['scope'],
    registers,
  })
  const storeErrors = new Counter({
    name: 'symbolon_store_errors_total',
    help: 'Acts of the store that failed, by what was asked of it.',
    labelNames: ['op'],
    registers,
  })
  const build = new Gauge({
    name: 'symbolon_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node'],
    registers,
  })
  build.set({ version, node: process.version }, 1)
  const meter: Meter = {
    answered: timeAnswers(registry),
    ...countTokens(registry, projectLabel),
    ...countKicks(registry, projectLabel),
    limited: (scope) => limited.inc({ scope }),
    storeFailed: (op) => storeErrors.inc({ op }),
  }
  const { storeFailed } = meter
  const watchLedger = (facts: LedgerFacts) =>
    measureLedger({ registry, projectLabel, storeFailed }, facts)
  const watchQueue = (facts: QueueFacts) => measureQueue({ registry, storeFailed }, facts)
  return { registry, watchLedger, watchQueue, ...meter }
}

function timeAnswers(registry: Registry): Meter['answered'] {
  const durations = new Durations(
    {
      name: 'http_server_request_duration_seconds',
      help: 'From a request to its answer.',
      bounds: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    },
    registry,
  )
  const seriesOf = (route: string, status: number, method: string) =>
    durations.series({
      http_route: route,
      http_request_method: method,
      http_response_status_code: status,
    })
  const find = keptBy((route: string) =>
    keptBy((status: number) => keptBy((method: string) => seriesOf(route, status, method))),
  )
  return ({ route, method, status, seconds }: Answered) =>
    find(route)(status)(methods.has(method) ? method : '_OTHER').add(seconds)
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function countTokens(
  registry: Registry,
  projectLabel: (appId: string) => string,
): Pick<Meter, 'issued' | 'denied' | 'decided'> {
  const denied = new Counter({
    name: 'symbolon_token_denials_total',
    help: 'Requests refused by who asked or what for; the reason is a code of docs/errors.md.',
    labelNames: ['project', 'reason'],
    registers: [registry],
  })
  const decided = new Durations(
    {
      name: 'symbolon_policy_eval_duration_seconds',
      help: 'How long it took to decide what a caller may have.',
      bounds: [1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 1e-3, 1e-2],
    },
    registry,
  ).series()
  return {
    issued: countIssued(registry, projectLabel),
    denied: (reason, appId) =>
      denied.inc({ project: appId === undefined ? '' : projectLabel(appId), reason }),
    decided: (seconds) => decided.add(seconds),
  }
}

function countIssued(registry: Registry, projectLabel: (appId: string) => string): Meter['issued'] {
  const all: { readonly labels: Record<string, string>; count: number }[] = []
  const find = keptBy((project: string) =>
    keptBy((service: string) =>
      keptBy((role: string) => {
        const one = { labels: { project, service, role }, count: 0 }
        all.push(one)
        return one
      }),
    ),
  )
  new Counter({
    name: 'symbolon_tokens_issued_total',
    help: 'Services of tokens that were given.',
    labelNames: ['project', 'service', 'role'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels, count } of all) this.inc(labels, count)
    },
  })
  return ({ grant }: GrantEntry) => {
    const ofProject = find(projectLabel(grant.appId))
    for (const service of grant.services) ofProject(service.type)(roleOf(service)).count++
  }
}

/** By what the token lets its holder do, not by what was asked for. */
function roleOf({ privileges }: RequestedService): 'publisher' | 'subscriber' | 'user' {
  for (const name in privileges) if (name.startsWith('publish')) return 'publisher'
  return 'joinChannel' in privileges ? 'subscriber' : 'user'
}

/** Made once for each key. Keys are few: they are labels. */
function keptBy<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new Map<Key, Value>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(key)
    kept.set(key, made)
    return made
  }
}

function labelsUpTo(most: number): (appId: string) => string {
  const known = new Set<string>()
  return (appId) => {
    if (known.has(appId)) return appId
    if (known.size >= most) return 'other'
    known.add(appId)
    return appId
  }
}
