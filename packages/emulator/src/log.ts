import type { Cause } from '@symbolon/token'
import type { ClientRole, Kind, Profile } from './join.ts'
import type { LoginOutcomeName } from './login-outcomes.ts'
import type { OutcomeName } from './outcomes.ts'
import type { RuleName } from './rules.ts'
import type { Gates, LeaveReason } from './session/session.ts'
import type { Show } from './shown.ts'

/** Whom an entry is about. */
export interface Whom {
  readonly appId: string
  /** empty for a login to messaging, which is to no channel */
  readonly channel: string
  readonly uid?: number | undefined
  readonly account?: string | undefined
  readonly mode?: Profile | undefined
  readonly role?: ClientRole | undefined
}

/** What happened on the platform, with the cause that clients are not told. No entry holds a token or a certificate. */
export type Happening =
  | {
      readonly type: 'channel created' | 'channel destroyed'
      readonly lastUid?: number | undefined
    }
  | { readonly type: 'joined'; readonly signature?: string | undefined; readonly by: string }
  | {
      readonly type: 'left'
      readonly reason: LeaveReason
      readonly durationSeconds: number
      readonly rule?: RuleName | undefined
    }
  | {
      readonly type: 'refused' | 'renewal refused' | 'role refused' | 'publish refused'
      readonly outcome: OutcomeName
      readonly rule: RuleName
      readonly detail: string
      readonly causes: readonly Cause[]
    }
  | {
      readonly type: 'login verified'
      readonly signature?: string | undefined
      readonly by: string
    }
  | {
      readonly type: 'login refused'
      readonly outcome: LoginOutcomeName
      readonly rule: RuleName
      readonly detail: string
      readonly causes: readonly Cause[]
    }
  | { readonly type: 'renewed'; readonly signature?: string | undefined }
  | { readonly type: 'warned'; readonly rule: RuleName }
  | { readonly type: 'role changed' }
  | { readonly type: 'published' | 'unpublished'; readonly kind: Kind }
  | { readonly type: 'gates'; readonly gates: Gates; readonly rule: RuleName }
  | { readonly type: 'interrupted' | 'resumed' }

export type LogEntry = {
  /** counts up from 1 */
  readonly id: number
  /** Unix seconds */
  readonly at: number
} & Whom &
  Happening

export interface EventLog {
  /** the newest last; bounded, the oldest are dropped */
  readonly entries: () => readonly LogEntry[]
  readonly write: (at: number, whom: Whom, what: Happening) => void
  /** @returns how to stop listening */
  readonly listen: (listener: (entry: LogEntry) => void) => () => void
  readonly clear: () => void
}

/**
 * Keeps the last `most` entries. Everything that is told of the past is told from here, notifications too; so every
 * text of a client's passes `show` before it is kept.
 */
export function eventLog(show: Show, most = 10_000): EventLog {
  let entries: LogEntry[] = []
  let id = 0
  const listeners = new Set<(entry: LogEntry) => void>()
  return {
    entries: () => entries.slice(-most),
    write(at, whom, what) {
      const entry: LogEntry = { id: ++id, at, ...shownWhom(whom, show), ...shownWhat(what, show) }
      entries.push(entry)
      if (entries.length >= 2 * most) entries = entries.slice(-most) // in one go: a shift for each would be slow
      for (const listener of listeners) listener(entry)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear() {
      entries = []
    },
  }
}

function shownWhom(whom: Whom, show: Show): Whom {
  const { appId, channel, account } = whom
  return {
    ...whom,
    appId: show(appId),
    channel: show(channel),
    account: account === undefined ? undefined : show(account),
  }
}

function shownWhat(what: Happening, show: Show): Happening {
  if (!('causes' in what)) return what
  const whole = <Value extends string | number>(value: Value) =>
    typeof value === 'string' ? show(value, Number.POSITIVE_INFINITY) : value
  const causes = what.causes.map((cause) => shownCause(cause, whole))
  return { ...what, detail: whole(what.detail), causes }
}

/** It is clean already, but for certificates that are no longer in use: `explain` does not know them. */
function shownCause(
  { compared, ...cause }: Cause,
  whole: <Value extends string | number>(value: Value) => string | Value,
): Cause {
  const message = whole(cause.message)
  if (compared === undefined) return { ...cause, message }
  return {
    ...cause,
    message,
    compared: { token: whole(compared.token), join: whole(compared.join) },
  }
}
