import type { Environment, Tabs } from '../src/environment.ts'

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

/** A device, or one tab of a device. */
export class Device implements Environment {
  skew: number
  readonly reported: unknown[] = []
  readonly tabs: Tabs | undefined
  readonly fetch: typeof fetch
  readonly random: () => number
  private readonly world: World
  private readonly wakeListeners = new Set<() => void>()
  private readonly timers = new Set<() => void>()
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
    const cancel = this.world.after(seconds, () => {
      this.timers.delete(cancel)
      this.run(act)
    })
    this.timers.add(cancel)
    return () => {
      this.timers.delete(cancel)
      cancel()
    }
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

  /** Nothing happens on the device until it resumes. */
  sleep(): void {
    this.sleepsSince = this.world.now
  }

  resume(): void {
    if (this.sleepsSince === undefined) return
    this.sleptSeconds += this.world.now - this.sleepsSince
    this.sleepsSince = undefined
    for (const act of this.held.splice(0)) this.run(act)
    this.wake()
  }

  get asleep(): boolean {
    return this.sleepsSince !== undefined
  }

  /** The tab is gone, without a word. */
  kill(): void {
    this.killed = true
    this.wakeListeners.clear()
    for (const cancel of this.timers) cancel()
    this.tab?.kill()
  }

  private run(act: () => void): void {
    if (this.killed) return
    if (this.sleepsSince !== undefined) this.held.push(act)
    else act()
  }
}

interface Tab extends Tabs {
  readonly kill: () => void
}

/** Web Locks and BroadcastChannel of one origin. */
export class SharedTabs {
  private readonly lines = new Map<string, Set<(message: unknown) => void>>()
  private readonly queues = new Map<string, { grant: () => void; owner: object }[]>()

  names(): Iterable<string> {
    return this.lines.keys()
  }

  tab(run: (act: () => void) => void): Tab {
    const owner = {}
    const mine: (() => void)[] = []
    return {
      lock: (name, work, signal) => this.lock({ name, owner, run }, work, signal),
      open: (name, hear) => {
        const lines = this.lines.get(name) ?? new Set()
        this.lines.set(name, lines)
        const line = (message: unknown) => run(() => hear(structuredClone(message)))
        lines.add(line)
        const close = () => void lines.delete(line)
        mine.push(close)
        const say = (message: unknown) => {
          for (const other of [...lines]) {
            if (other !== line) queueMicrotask(() => lines.has(other) && other(message))
          }
        }
        return { say, close }
      },
      kill: () => {
        for (const close of mine) close()
        for (const [name, queue] of this.queues) {
          const held = queue[0]?.owner === owner
          const left = queue.filter((waiting) => waiting.owner !== owner)
          this.queues.set(name, left)
          if (held) left[0]?.grant()
        }
      },
    }
  }

  private lock<T>(
    { name, owner, run }: { name: string; owner: object; run: (act: () => void) => void },
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const queue = this.queues.get(name) ?? []
      this.queues.set(name, queue)
      const leave = () => {
        const now = this.queues.get(name)!
        const held = now[0] === entry
        const place = now.indexOf(entry)
        if (place >= 0) now.splice(place, 1)
        if (held) now[0]?.grant()
      }
      const stop = () => {
        leave()
        reject(signal.reason)
      }
      const entry = {
        owner,
        grant: () =>
          run(() => {
            signal.removeEventListener('abort', stop)
            work().then(resolve, reject).finally(leave)
          }),
      }
      queue.push(entry)
      signal.addEventListener('abort', stop)
      if (queue[0] === entry) queueMicrotask(entry.grant)
    })
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
