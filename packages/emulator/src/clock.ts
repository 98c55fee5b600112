import { type Span, spanSeconds } from './span.ts'

/** Where the emulator reads the time and asks to be woken. There is no other timer in it. */
export interface Clock {
  /** Unix seconds, with a fraction */
  readonly now: () => number
  /** Calls `act` once, when the time is `at` (Unix seconds) or later; never before this call returns. */
  readonly wakeAt: (at: number, act: () => void) => Wake
}

export interface Wake {
  readonly cancel: () => void
}

interface Entry {
  readonly at: number
  /** among equals the first asked is the first woken */
  readonly order: number
  act: (() => void) | undefined
}

export interface ClockOptions {
  /** Unix seconds at the start. Default: now */
  readonly startAt?: number
  /** true: time passes by itself, `advance` only jumps ahead. Default false: time stands still */
  readonly running?: boolean
}

const longestTimerMs = 2 ** 31 - 1

/**
 * A clock that can jump. Standing still it is for tests: a day passes in `advance('24h')`. Running it
 * is for people: it keeps pace with the system's and can be put ahead of it.
 */
export class EmulatorClock implements Clock {
  readonly running: boolean
  private heap: Entry[] = []
  private offset: number
  /** while a jump is under way: the instant that it has come to */
  private jumping: number | undefined
  private asked = 0
  private cancelled = 0
  private around: (act: () => void) => void = (act) => act()
  private timer: NodeJS.Timeout | undefined

  constructor({ startAt, running = false }: ClockOptions = {}) {
    this.running = running
    const start = startAt ?? Date.now() / 1000
    this.offset = running ? start - Date.now() / 1000 : start
  }

  now = (): number => {
    if (this.jumping !== undefined) return this.jumping
    return this.running ? Date.now() / 1000 + this.offset : this.offset
  }

  wakeAt = (at: number, act: () => void): Wake => {
    const entry: Entry = { at, order: this.asked++, act }
    push(this.heap, entry)
    if (this.heap[0] === entry) this.arm()
    return {
      cancel: () => {
        if (entry.act === undefined) return
        entry.act = undefined // it leaves the heap when its time comes, or when there are too many of its kind
        if (++this.cancelled > 1000 && this.cancelled * 2 > this.heap.length) this.sweep()
      },
    }
  }

  /**
   * Lets `span` pass: everything that falls due happens in order, each at its own instant.
   *
   * @throws RangeError on what is no span; what the first of those woken threw, once all were woken
   */
  advance(span: Span): void {
    if (this.jumping !== undefined) throw new RangeError('the clock is being advanced already')
    const target = this.now() + spanSeconds(span)
    try {
      this.wakeUntil(target)
    } finally {
      this.jumping = undefined
      this.offset = this.running ? target - Date.now() / 1000 : target
      this.arm()
    }
  }

  /** Forgets everyone who waits; nothing is woken any more. */
  stop(): void {
    clearTimeout(this.timer)
    this.heap.length = 0
    this.cancelled = 0
  }

  /** Everything that is woken is done within `around`, which must call what it is given. */
  wrapWakes(around: (act: () => void) => void): void {
    const inner = this.around
    this.around = (act) => around(() => inner(act))
  }

  private wakeUntil(target: number): void {
    const errors: unknown[] = []
    for (
      let first = this.heap[0];
      first !== undefined && first.at <= target;
      first = this.heap[0]
    ) {
      pop(this.heap)
      const { act } = first
      first.act = undefined // cancelling it is too late now
      if (act === undefined) {
        this.cancelled--
        continue
      }
      this.jumping = Math.max(first.at, this.now())
      try {
        this.around(act)
      } catch (error) {
        errors.push(error) // who is due later is woken all the same
      }
    }
    if (errors.length > 0) throw errors[0]
  }

  /** Lets go of the cancelled. Sorted is a heap, too. */
  private sweep(): void {
    this.heap = this.heap.filter(({ act }) => act !== undefined)
    this.heap.sort((a, b) => (before(a, b) ? -1 : 1))
    this.cancelled = 0
  }

  private arm(): void {
    const [first] = this.heap
    if (!this.running || this.jumping !== undefined || first === undefined) return
    clearTimeout(this.timer)
    const ms = Math.ceil((first.at - this.now()) * 1000)
    this.timer = setTimeout(() => this.due(), Math.min(Math.max(ms, 0), longestTimerMs)).unref()
  }

  private due(): void {
    try {
      this.wakeUntil(this.now())
    } finally {
      this.jumping = undefined
      this.arm()
    }
  }
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(entry, heap[parent]!)) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = entry
}

function pop(heap: Entry[]): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
    if (!before(heap[child]!, last)) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
