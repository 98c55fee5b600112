import type { Platform } from '../../platform.ts'
import type { Tickets } from '../tickets.ts'
import type { LineLimits } from './line.ts'
import type { MediaSide } from './media-side.ts'
import type { Members } from './members.ts'

/** What every connection of the gateway shares. */
export interface Edge {
  readonly platform: Platform
  readonly tickets: Tickets
  readonly members: Members
  readonly media: MediaSide
  readonly limits: LineLimits
  /** a fault of the gateway's own, after its client got an answer */
  readonly onFault: (error: unknown) => void
}
