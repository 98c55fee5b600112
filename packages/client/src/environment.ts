import type { Reading } from './clock-offset.ts'

/** All that this package asks of the world. The real one is `system-environment.ts`; tests step another. */
export interface Environment {
  readonly now: () => Reading
  /** 0 to 1 */
  readonly random: () => number
  /** Calls `act` once, after so many seconds. @returns what cancels it */
  readonly after: (seconds: number, act: () => void) => () => void
  /** Calls `act` when the device woke, came back to the net, or the page is looked at. @returns what ends that */
  readonly onWake: (act: () => void) => () => void
  readonly fetch: typeof fetch
  /** For what nobody listens to. */
  readonly report: (error: unknown) => void
  /** What tabs of one origin share; none where there are no tabs, or the browser cannot. */
  readonly tabs?: Tabs | undefined
}

export interface Tabs {
  /** Runs `work` while no other tab holds the name. Rejects with the signal's reason when it is aborted before. */
  readonly lock: <T>(name: string, work: () => Promise<T>, signal: AbortSignal) => Promise<T>
  /** Sends to and hears from the other tabs. */
  readonly open: (name: string, hear: (message: unknown) => void) => Line
}

export interface Line {
  readonly say: (message: unknown) => void
  readonly close: () => void
}
