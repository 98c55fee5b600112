export interface Ticking {
  /** milliseconds that only grow */
  readonly nowMs: () => number
  readonly pause: (ms: number) => Promise<void>
}

/** The platform takes ten calls a second; this far apart, no second holds more. */
const apartMs = 110

/** Lets calls go one after the other, no two within 110 ms. */
export function pace({ nowMs, pause }: Ticking): () => Promise<void> {
  let nextMs = Number.NEGATIVE_INFINITY
  return async () => {
    const own = Math.max(nowMs(), nextMs)
    nextMs = own + apartMs
    const waitMs = own - nowMs()
    if (waitMs > 0) await pause(waitMs)
  }
}
