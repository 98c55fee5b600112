/**
 * The two times of a server, which are one but under `symbolon dev`: the clock of the emulator there may be put ahead,
 * and what is kept must not believe it. Both give Unix seconds.
 */
export interface Clocks {
  /** when a token is made, and judged: the time of the platform that will judge it */
  readonly tokenNow: () => number
  /** everything else: whether a key has ended, when it was used, when an owner did something */
  readonly systemNow: () => number
}

export function systemNow(): number {
  return Math.floor(Date.now() / 1000)
}
