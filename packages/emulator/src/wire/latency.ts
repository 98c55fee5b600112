import type { Platform } from '../platform.ts'

/** When an answer to what arrives now is due, by the emulator's clock. */
export function dueAt({ world: { clock, latency } }: Platform): number {
  return clock.now() + latency.seconds
}

/** Waits until then. Several wait side by side: a latency of two seconds is not two for each. */
export function until({ world: { clock } }: Platform, due: number): Promise<void> | undefined {
  if (clock.now() >= due) return undefined
  return new Promise((resolve) => {
    clock.wakeAt(due, resolve)
  })
}
