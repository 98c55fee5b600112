/** Two clocks of the device, in seconds. */
export interface Reading {
  /** Unix time; may be wrong, and may be set while the app runs */
  readonly wall: number
  /** since any start; never set, but may stand still while the device sleeps */
  readonly monotonic: number
}

/** What the token server's clock showed at a reading of the device's. */
export interface Anchor {
  /** Unix seconds */
  readonly serverAt: number
  readonly reading: Reading
}

/**
 * Seconds from one reading to another. The wall clock sees through sleep, the other through a clock that is
 * set back; the larger of the two renews too early at worst.
 */
export function elapsed(from: Reading, to: Reading): number {
  return Math.max(0, to.wall - from.wall, to.monotonic - from.monotonic)
}

/** The token server's time (Unix seconds); before anything is known of it, the device's. */
export function serverTime(anchor: Anchor | undefined, reading: Reading): number {
  return anchor === undefined ? reading.wall : anchor.serverAt + elapsed(anchor.reading, reading)
}

/**
 * The token server's time when its reply came. The `Date` of the reply counts where it can be read (other origins
 * hide it) and agrees with the token; else the token was made during the request, at its start at the earliest.
 */
export function serverTimeOfReply(
  { issuedAt, expiresAt }: { readonly issuedAt: number; readonly expiresAt: number },
  requestSeconds: number,
  date?: number | undefined,
): number {
  const agrees = date !== undefined && date >= issuedAt - 2 && date < expiresAt
  return (agrees ? date : issuedAt) + requestSeconds
}
