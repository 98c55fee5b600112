import { randomUUID } from 'node:crypto'
import type { Platform } from '../platform.ts'
import { Delivery, type DeliveryCounts } from './delivery.ts'
import { eventOf } from './event.ts'
import type { Notice } from './notice.ts'
import { postNotice, type Receiver } from './post-notice.ts'

export interface NotificationOptions extends Receiver {
  /** tells of this project alone. Default: of all */
  readonly appId?: string | undefined
  /** notifications that may wait at once; beyond it the oldest is dropped. Default 10,000 */
  readonly most?: number | undefined
  /** hears of each that is given up */
  readonly onLost?: ((notice: Notice, why: 'dropped' | 'refused') => void) | undefined
}

export interface Notifications {
  readonly counts: () => DeliveryCounts
  /** when everything was tried that could be; retries wait for the clock */
  readonly idle: () => Promise<void>
  readonly stop: () => void
}

/**
 * Tells an app's server what happens in channels, as the platform's notifications do: events 101 to 108, 111
 * and 112, signed twice. A notification that is not answered with 200 in time is sent again at once, then after
 * 10 and 60 seconds of the emulator's clock, and then given up.
 *
 * @throws RangeError when the address is none of http or https
 */
export function createNotifications(
  platform: Platform,
  { appId, most, onLost, ...receiver }: NotificationOptions,
): Notifications {
  const { clock, settings } = platform.world
  const delivery = new Delivery({ clock, send: postNotice(clock, receiver), most, onLost })
  const run = randomUUID()
  let clientSeq = 0
  const unlisten = platform.log.listen((entry) => {
    if (appId !== undefined && entry.appId !== appId) return
    // milliseconds, as real clients count; two events in one still differ
    clientSeq = Math.max(clientSeq + 1, Math.floor(entry.at * 1000))
    const { expiryLeaveReason } = settings
    const event = eventOf(entry, { clientSeq, expiryLeaveReason })
    if (event === undefined) return
    delivery.offer({ ...event, noticeId: `${run}:${entry.id}:${event.eventType}` })
  })
  return {
    counts: () => delivery.counts,
    idle: () => delivery.idle(),
    stop() {
      unlisten()
      delivery.stop()
    },
  }
}
