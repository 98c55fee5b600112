import type { LogEntry } from '../log.ts'
import type { LeaveReason } from '../session/session.ts'

/** What the platform tells an app's server of: an event's number and its fields. */
export interface NoticeEvent {
  readonly eventType: number
  readonly payload: Readonly<Record<string, string | number>>
}

export interface EventFacts {
  /** orders the events of a client; higher = later */
  readonly clientSeq: number
  /** which reason stands for an end of time; see the setting of this name */
  readonly expiryLeaveReason: number
}

/** The emulator's members are of the Web SDK. */
const webPlatform = 7

/** The notification that a log entry causes, if any: 101 to 108, 111 and 112. */
export function eventOf(entry: LogEntry, facts: EventFacts): NoticeEvent | undefined {
  const at = { channelName: entry.channel, ts: Math.floor(entry.at) }
  switch (entry.type) {
    case 'channel created':
      return { eventType: 101, payload: at }
    case 'channel destroyed':
      return { eventType: 102, payload: { ...at, lastUid: entry.lastUid ?? 0 } }
    case 'joined':
      return { eventType: joinType(entry), payload: clientFields(entry, facts) }
    case 'left': {
      const reason = reasonOf(entry.reason, facts)
      const end = { reason, duration: entry.durationSeconds }
      return { eventType: joinType(entry) + 1, payload: { ...clientFields(entry, facts), ...end } }
    }
    case 'role changed': {
      const { platform: _, ...payload } = clientFields(entry, facts)
      return { eventType: entry.role === 'host' ? 111 : 112, payload }
    }
    default:
      return undefined
  }
}

/** The number of the join; that of the leave is one more. */
function joinType({ mode, role }: LogEntry): 103 | 105 | 107 {
  if (mode === 'rtc') return 107
  return role === 'host' ? 103 : 105
}

function clientFields(entry: LogEntry, { clientSeq }: EventFacts) {
  return {
    channelName: entry.channel,
    uid: entry.uid ?? 0,
    platform: webPlatform,
    clientSeq,
    ts: Math.floor(entry.at),
    ...(entry.account === undefined ? {} : { account: entry.account }),
  }
}

function reasonOf(reason: LeaveReason, { expiryLeaveReason }: EventFacts): number {
  switch (reason) {
    case 'left':
      return 1
    case 'timed out':
      return 2
    case 'banned':
    case 'kicked':
      return 3
    case 'replaced':
      return 5
    case 'token expired':
    case 'App ID day over':
      return expiryLeaveReason
    case 'closed':
      return 0
  }
}
