import type { Rate } from './rate.ts'

/** Of whom requests are counted; answers and metrics call it so. */
export type LimitScope = 'ip' | 'failures' | 'caller' | 'subject' | 'project'

/** Counts what each name does, and says when it must wait. In memory; several servers can share one elsewhere. */
export interface Limiter {
  readonly rate: Rate
  /**
   * Takes one of what the name may have at this instant (Unix seconds). What is refused is not counted.
   *
   * @returns 0 when it was there, else the seconds until it is
   */
  readonly take: (name: string, at: number) => number | Promise<number>
}
