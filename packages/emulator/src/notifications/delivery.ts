import type { Clock, Wake } from '../clock.ts'
import type { Notice, Send } from './notice.ts'

export interface DeliveryOptions {
  readonly clock: Clock
  readonly send: Send
  /** notifications that may wait at once; beyond it the oldest is dropped. Default 10,000 */
  readonly most?: number | undefined
  /** hears of each that is given up */
  readonly onLost?: ((notice: Notice, why: 'dropped' | 'refused') => void) | undefined
}

export interface DeliveryCounts {
  readonly delivered: number
  /** refused or unanswered four times */
  readonly refused: number
  /** pushed out by newer ones */
  readonly dropped: number
  /** not sent yet, or before another attempt */
  readonly waiting: number
}

interface Item {
  readonly notice: Notice
  attempts: number
}

/** Seconds before the first, second and third retry; after that it is given up. */
const gaps = [0, 10, 60]

/**
 * Sends notifications one after the other, tries again what was not taken, and never lets anyone wait. Gaps
 * pass on the emulator's clock, so they pass in a jump too.
 */
export class Delivery {
  private readonly options: DeliveryOptions
  private readonly line: Item[] = []
  private readonly later = new Map<Item, Wake>()
  private readonly stopping = new AbortController()
  private readonly idlers: (() => void)[] = []
  private readonly count = { delivered: 0, refused: 0, dropped: 0 }
  private busy = false

  constructor(options: DeliveryOptions) {
    this.options = options
  }

  get counts(): DeliveryCounts {
    return { ...this.count, waiting: this.line.length + this.later.size + Number(this.busy) }
  }

  offer(notice: Notice): void {
    if (this.stopping.signal.aborted) return
    this.line.push({ notice, attempts: 0 })
    const { most = 10_000 } = this.options
    if (this.line.length + this.later.size > most) this.dropOldest()
    this.next()
  }

  /** When everything was tried that could be; what waits for the clock is not waited for. */
  idle(): Promise<void> {
    if (!this.busy && this.line.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.idlers.push(resolve))
  }

  /** Gives up everything, also what is on its way. */
  stop(): void {
    this.stopping.abort()
    for (const wake of this.later.values()) wake.cancel()
    this.later.clear()
    this.line.length = 0
  }

  private next(): void {
    if (this.busy) return
    const item = this.line.shift()
    if (item === undefined) {
      for (const resolve of this.idlers.splice(0)) resolve()
      return
    }
    this.busy = true
    void this.options.send(item.notice, this.stopping.signal).then((taken) => {
      this.busy = false
      if (!this.stopping.signal.aborted) this.settle(item, taken)
      this.next()
    })
  }

  private settle(item: Item, taken: boolean): void {
    if (taken) {
      this.count.delivered++
      return
    }
    const gap = gaps[item.attempts++]
    if (gap === undefined) {
      this.count.refused++
      this.options.onLost?.(item.notice, 'refused')
    } else if (gap === 0) this.line.unshift(item)
    else this.tryLater(item, gap)
  }

  private tryLater(item: Item, seconds: number): void {
    const { clock } = this.options
    const wake = clock.wakeAt(clock.now() + seconds, () => {
      this.later.delete(item)
      this.line.push(item)
      this.next()
    })
    this.later.set(item, wake)
  }

  /** What waits for another attempt is older than what was never tried. */
  private dropOldest(): void {
    const [waiting] = this.later
    let item: Item | undefined
    if (waiting === undefined) item = this.line.shift()
    else {
      item = waiting[0]
      waiting[1].cancel()
      this.later.delete(item)
    }
    if (item === undefined) return
    this.count.dropped++
    this.options.onLost?.(item.notice, 'dropped')
  }
}
