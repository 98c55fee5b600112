import type { Environment, Tabs } from '../src/environment.ts'
import type { SharedTabs, Tab } from './shared-tabs.ts'

interface Entry {
  readonly at: number
  readonly order: number
  act: (() => void) | undefined
}

/** Time that passes when it is told to; every device, tab and server of a test lives in it. */
export class World {
  /** Unix seconds, true time */
  now: number
  private readonly heap: Entry[] = []
  private order = 0

  constructor(startAt = 1_800_000_000) {
    this.now = startAt
  }

  /** @returns what cancels it */
  at(time: number, act: () => void): () => void {
    const entry: Entry = { at: Math.max(time, this.now), order: this.order++, act }
    push(this.heap, entry)
    return () => {
      entry.act = undefined
    }
  }

  after(seconds: number, act: () => void): () => void {
    return this.at(this.now + seconds, act)
  }

  /** A promise of a server's answer after a while. */
  pause(seconds: number): Promise<void> {
    return new Promise((resolve) => this.after(seconds, resolve))
  }

  /** Lets time pass; everything due happens in order, with all that follows from it. */
  async advance(seconds: number): Promise<void> {
    const target = this.now + seconds
    await settled()
    for (let first = this.heap[0]; first && first.at <= target; first = this.heap[0]) {
      pop(this.heap)
      if (first.act === undefined) continue
      this.now = first.at
      first.act()
      await settled()
    }
    this.now = target
  }
}

/** All microtasks that are waiting, and those that follow from them. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

export interface DeviceOptions {
  readonly world: World
  readonly fetch?: typeof fetch
  readonly random?: () => number
  /** seconds by which the device's clock is wrong */
  readonly skew?: number
  /** what its tabs share; none = they do not */
  readonly tabs?: SharedTabs
}

interface Timer {
  readonly act: () => void
  left: number
  at: number
  cancel: () => void
}

/** How often `systemEnvironment` looks whether the device slept, or its clock was set. */
export const heartbeatSeconds = 15

/** A device, or one tab of a device. */
export class Device implements Environment {
  skew: number
  readonly reported: unknown[] = []
  readonly tabs: Tabs | undefined
  readonly fetch: typeof fetch
  readonly random: () => number
  private readonly world: World
  private readonly wakeListeners = new Set<() => void>()
  private readonly timers = new Set<Timer>()
  private sleptSeconds = 0
  private sleepsSince: number | undefined
  private held: (() => void)[] = []
  private killed = false
  private readonly tab: Tab | undefined

  constructor({ world, fetch, random = () => 0.5, skew = 0, tabs }: DeviceOptions) {
    this.world = world
    this.fetch = fetch ?? (() => Promise.reject(new TypeError('no network')))
    this.random = random
    this.skew = skew
    this.tab = tabs?.tab((act) => this.run(act))
    this.tabs = this.tab
  }

  now = () => ({
    wall: this.world.now + this.skew,
    monotonic: (this.sleepsSince ?? this.world.now) - this.sleptSeconds,
  })

  after = (seconds: number, act: () => void): (() => void) => {
    const timer: Timer = {
      act,
      left: seconds,
      at: this.world.now + seconds,
      cancel: () => undefined,
    }
    this.timers.add(timer)
    if (this.sleepsSince === undefined) this.set(timer)
    return () => {
      this.timers.delete(timer)
      timer.cancel()
    }
  }

  private set(timer: Timer): void {
    timer.at = this.world.now + timer.left
    timer.cancel = this.world.at(timer.at, () => {
      this.timers.delete(timer)
      this.run(timer.act)
    })
  }

  onWake = (act: () => void): (() => void) => {
    this.wakeListeners.add(act)
    return () => this.wakeListeners.delete(act)
  }

  report = (error: unknown): void => {
    this.reported.push(error)
  }

  wake(): void {
    for (const act of [...this.wakeListeners]) this.run(act)
  }

  /** Nothing happens on the device until it resumes; its timers stand still, as those of browsers do. */
  sleep(): void {
    if (this.sleepsSince !== undefined) return
    this.sleepsSince = this.world.now
    for (const timer of this.timers) {
      timer.cancel()
      timer.left = Math.max(0, timer.at - this.world.now)
    }
  }

  /** It notices at once, or at the next beat. */
  resume(): void {
    if (this.sleepsSince === undefined) return
    this.sleptSeconds += this.world.now - this.sleepsSince
    this.sleepsSince = undefined
    for (const timer of this.timers) this.set(timer)
    for (const act of this.held.splice(0)) this.run(act)
    this.after(this.random() * heartbeatSeconds, () => this.wake())
  }

  get asleep(): boolean {
    return this.sleepsSince !== undefined
  }

  /** The tab is gone, without a word. */
  kill(): void {
    this.killed = true
    this.wakeListeners.clear()
    for (const { cancel } of this.timers) cancel()
    this.tab?.kill()
  }

  private run(act: () => void): void {
    if (this.killed) return
    if (this.sleepsSince !== undefined) this.held.push(act)
    else act()
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

/** Numbers from 0 to 1 that a seed fixes (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
