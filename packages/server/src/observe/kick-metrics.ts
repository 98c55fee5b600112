import { Counter, Gauge, type Registry } from 'prom-client'
import type { Store } from '../store/store.ts'
import { cachedReading } from './cached-reading.ts'
import type { Meter } from './meter.ts'

/** Counts what became of bans, and what the platform's REST answers. */
export function countKicks(
  registry: Registry,
  projectLabel: (appId: string) => string,
): Pick<Meter, 'kicked' | 'platformAnswered'> {
  const kicks = new Counter({
    name: 'symbolon_kicks_total',
    help: 'Bans by what became of them: banned and lifted here, applied, removed and failed there.',
    labelNames: ['project', 'outcome'],
    registers: [registry],
  })
  const requests = new Counter({
    name: 'symbolon_agora_rest_requests_total',
    help: 'Calls of the REST for rules of the platform, by what was asked and the status of the answer.',
    labelNames: ['op', 'code'],
    registers: [registry],
  })
  return {
    kicked: (outcome, appId) => kicks.inc({ project: projectLabel(appId), outcome }),
    platformAnswered: (op, status) => requests.inc({ op, code: codeOf(status) }),
  }
}

/** What stands there can be any number; as a label it is one of few. */
function codeOf(status: number | undefined): string {
  if (status === undefined) return 'none'
  return status >= 100 && status < 600 ? `${status}` : 'other'
}

export interface QueueFacts {
  readonly store: Pick<Store, 'waitingBans'>
  /** the platform knows local projects as well */
  readonly ofLocal: boolean
  /** Unix seconds, by the clock of tokens, as bans have it */
  readonly now: () => number
}

interface Registered {
  readonly registry: Registry
  readonly storeFailed: (op: string) => void
}

/** Less than an alert waits for, and more than several who look at once need. */
const cachedSeconds = 5

/** How many bans the platform has to be told of yet, and since when the first of them waits. */
export function measureQueue({ registry, storeFailed }: Registered, facts: QueueFacts): void {
  const { store, ofLocal, now } = facts
  const reading = cachedReading({
    read: () => store.waitingBans({ endsAfter: now(), ofLocal }),
    nothing: undefined,
    onFault: () => storeFailed('metrics'),
    ...{ seconds: cachedSeconds, now },
  })
  new Gauge({
    name: 'symbolon_kick_queue_depth',
    help: 'Bans and their ends that the platform has to be told of yet.',
    registers: [registry],
    async collect() {
      const waiting = await reading()
      this.remove()
      if (waiting !== undefined) this.set(waiting.count)
    },
  })
  new Gauge({
    name: 'symbolon_kick_queue_oldest_seconds',
    help: 'Since the first of them was decided; 0 when there is none.',
    registers: [registry],
    async collect() {
      const waiting = await reading()
      this.remove()
      if (waiting !== undefined) this.set(Math.max(0, now() - (waiting.oldestAt ?? now())))
    },
  })
}
