import type { Limiter } from './limiter.ts'
import type { Rate } from './rate.ts'

/** Names that are remembered, twice as many at most. */
const defaultMost = 50_000

/**
 * Token buckets in memory. Of each name one number is kept: how much it has used up, on a scale that moves on with the
 * time by `perSecond`; so nothing has to be refilled, and a name that has everything back is the same as one never seen.
 *
 * Names come in two generations. The older one is dropped when the younger is full or as old as it takes to have
 * everything back: however many names are made up, memory is bounded, and no timer runs.
 */
export class Buckets implements Limiter {
  readonly rate: Rate
  private readonly most: number
  private young = new Map<string, number>()
  private old = new Map<string, number>()
  private youngSince = 0

  constructor(rate: Rate, most = defaultMost) {
    this.rate = rate
    this.most = most
  }

  take(name: string, at: number): number {
    const used = this.usedBy(name, at)
    const wait = this.waitFor(used, at)
    if (wait > 0) return wait
    if (this.young.size >= this.most && !this.young.has(name)) this.turn(at)
    this.young.set(name, used + 1)
    return 0
  }

  /** As `take`, and takes nothing. */
  waitOf(name: string, at: number): number {
    if (this.young.size === 0 && this.old.size === 0) return 0
    return this.waitFor(this.usedBy(name, at), at)
  }

  /** names that are remembered */
  get size(): number {
    return this.young.size + this.old.size
  }

  /** A clock that was put back keeps nobody waiting for longer than a full bucket takes. */
  private usedBy(name: string, at: number): number {
    const { perSecond, burst } = this.rate
    if (Math.abs(at - this.youngSince) > burst / perSecond) this.turn(at)
    const now = at * perSecond
    const used = this.young.get(name) ?? this.old.get(name) ?? now
    if (used <= now + burst + rounding) return Math.max(used, now)
    this.young.set(name, now + burst)
    return now + burst
  }

  private waitFor(used: number, at: number): number {
    const { perSecond, burst } = this.rate
    const over = used + 1 - (at * perSecond + burst)
    return over > rounding ? over / perSecond : 0
  }

  private turn(at: number): void {
    this.old = this.young
    this.young = new Map()
    this.youngSince = at
  }
}

/** Unix seconds by a rate that is no whole number are exact to this much. */
const rounding = 1e-3
