import type { Ban } from './admission/bans.ts'
import type { Uids } from './admission/uids.ts'
import type { Channels } from './channel/channel.ts'
import type { Clock, Wake } from './clock.ts'
import type { EventLog } from './log.ts'
import type { SeenProjects } from './seen-projects.ts'
import type { Settings } from './settings.ts'
import type { Show } from './shown.ts'

/** Everything that the platform knows, for those who act in it. */
export interface World {
  readonly clock: Clock
  readonly settings: Settings
  readonly projects: SeenProjects
  readonly channels: Channels
  readonly bans: Map<number, Ban>
  /** what lifts each ban in its time */
  readonly banEnds: Map<number, Wake>
  readonly uids: Uids
  readonly log: EventLog
  /** for whatever a client sent, before it is shown to anyone else */
  readonly show: Show
  /** how long answers take; 0 = at once */
  readonly latency: { seconds: number }
}
