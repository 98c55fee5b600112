import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import type { Clocks } from '../../clocks.ts'
import { faultFields } from '../../observe/fault-fields.ts'
import type { Log } from '../../observe/log.ts'
import type { Metrics } from '../../observe/prometheus.ts'
import type { Store } from '../../store/store.ts'
import type { PlatformAccess } from './call-platform.ts'
import { kickingRules } from './kicking-rules.ts'
import { pace } from './pace.ts'
import { type Teller, tellPlatform } from './tell-platform.ts'

/** A platform that is told of bans. */
export interface ToldPlatform extends PlatformAccess {
  /** it is the emulator beside the server: knows local projects too, and has forgotten all when it starts */
  readonly emulator?: boolean | undefined
}

interface TellingDeps extends Clocks {
  readonly log: Log
  /** absent = nothing is measured */
  readonly metrics?: Metrics | undefined
}

/** Tells it until it is stopped. */
export async function beginTelling(
  store: Store,
  platform: ToldPlatform,
  { log, metrics, ...clocks }: TellingDeps,
): Promise<Teller> {
  const { emulator: ofLocal = false } = platform
  metrics?.watchQueue({ store, ofLocal, now: clocks.tokenNow })
  if (ofLocal) await forget(store, clocks)
  const ticking = { nowMs: () => performance.now(), pause: (ms: number) => setTimeout(ms) }
  return tellPlatform({
    ...{ ...clocks, store, ofLocal },
    rules: kickingRules(platform, pace(ticking), metrics?.platformAnswered),
    onOutcome: metrics?.kicked,
    onFault: ({ ban, error }) => {
      if (ban === undefined) log.error(faultFields(error), 'bans cannot be told to the platform')
      else log.warn({ ban, error }, 'the platform was told of a ban, and did not take it')
    },
  })
}

/** All rules have to be made again. */
async function forget(store: Store, { tokenNow }: Clocks): Promise<void> {
  for (const { id } of await store.standingBans(tokenNow())) {
    await store.noteBan(id, ({ platform: { state } }) =>
      state === 'applied' || state === 'failed'
        ? { state: 'queued', attempts: 0, nextAt: 0 }
        : undefined,
    )
  }
}
