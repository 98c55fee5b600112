import { ServerError } from '../errors.ts'

export interface GroupCommit<Part> {
  /** Resolves once it is durable. @throws ServerError `RECORD_UNAVAILABLE` when that cannot be, or takes too long */
  readonly write: (part: Part) => Promise<void>
  /** Written when it can be; when too much waits it is lost, and how much was is told with what is written next */
  readonly writeLater: (part: Part) => void
  /** Counts one that is not written at all. */
  readonly lose: () => void
  /** Waits for what is left, but not for ever. */
  readonly close: () => Promise<void>
}

interface GroupCommitWish<Part> {
  /** durable once it resolves; `lost`: so many were dropped since the last time */
  readonly write: (parts: readonly Part[], lost: number) => Promise<void>
  /** told once of failures in a row */
  readonly onFault: (error: unknown) => void
  /** parts that may wait; more are refused or lost, so that nothing piles up behind a slow disk */
  readonly most?: number
  /** how long anybody waits, in milliseconds */
  readonly patienceMs?: number
  /** how long after a failure it is tried again, in milliseconds */
  readonly pauseMs?: number
}

interface Waiting<Part> {
  readonly part: Part
  /** absent: nobody waits for it */
  readonly waiter?: Waiter
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
  readonly patience: Patience
  /** was told how it ended */
  told: boolean
}

/** Those who came within some milliseconds wait on one timer: a timer for each would cost as much as its row. */
interface Patience {
  /** of the first of them, by `performance.now()` */
  readonly since: number
  readonly waiters: Waiter[]
  readonly timer: NodeJS.Timeout
  untold: number
}

/** Parts in one transaction: enough to wait for the disk seldom, few enough to hold its lock for some milliseconds. */
const groupSize = 500

/** Who shares a timer waits at most so much less than the others, in milliseconds. */
const sharedMs = 50

/**
 * Writes what comes in while something is written as one group afterwards: however many ask at once, the disk is waited for
 * once. Each caller is told when its own part is durable.
 */
export function groupCommit<Part>(wish: GroupCommitWish<Part>): GroupCommit<Part> {
  const queue = new Queue(wish)
  return {
    write: (part) => queue.add(part),
    writeLater: (part) => queue.addLater(part),
    lose: () => queue.lose(),
    close: () => queue.close(),
  }
}

class Queue<Part> {
  private waiting: Waiting<Part>[] = []
  private readonly wish: Required<GroupCommitWish<Part>>
  private patience: Patience | undefined
  private flushing: Promise<void> | undefined
  private pause: NodeJS.Timeout | undefined
  private lost = 0
  private failing = false

  constructor(wish: GroupCommitWish<Part>) {
    this.wish = { most: 10_000, patienceMs: 1000, pauseMs: 50, ...wish }
  }

  add(part: Part): Promise<void> {
    if (this.waiting.length >= this.wish.most) return Promise.reject(unavailable())
    return new Promise((resolve, reject) => {
      const patience = this.patienceOf(performance.now())
      const waiter = { resolve, reject, patience, told: false }
      patience.waiters.push(waiter)
      patience.untold++
      this.waiting.push({ part, waiter })
      this.begin()
    })
  }

  private patienceOf(now: number): Patience {
    if (this.patience === undefined || now - this.patience.since >= sharedMs) {
      this.patience = this.newPatience(now)
    }
    return this.patience
  }

  /** What is being written when it ends may well be; nobody is given the token, which is the side to err on. */
  private newPatience(since: number): Patience {
    const waiters: Waiter[] = []
    const timer = setTimeout(() => {
      if (this.patience?.waiters === waiters) this.patience = undefined
      for (const waiter of waiters) refuse(waiter)
      this.waiting = this.waiting.filter(({ waiter }) => waiter?.told !== true)
    }, this.wish.patienceMs)
    return { since, waiters, timer, untold: 0 }
  }

  addLater(part: Part): void {
    if (this.waiting.length >= this.wish.most) {
      this.lost++
      return
    }
    this.waiting.push({ part })
    this.begin()
  }

  lose(): void {
    this.lost++
  }

  async close(): Promise<void> {
    clearTimeout(this.pause)
    this.pause = undefined
    this.begin()
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.wish.patienceMs)
    })
    await Promise.race([this.flushing, enough])
    clearTimeout(timer)
  }

  /** Whoever else asks in this turn comes along. */
  private begin(): void {
    if (this.pause !== undefined) return
    this.flushing ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.flush())
      .finally(() => {
        this.flushing = undefined
        if (this.waiting.length > 0) this.begin() // who came when all was written, but this was not over yet
      })
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0 || this.lost > 0) {
      const group = this.waiting.splice(0, groupSize)
      this.patience = undefined
      const { lost } = this
      try {
        await this.wish.write(
          group.map(({ part }) => part),
          lost,
        )
        this.lost -= lost
        this.failing = false
        for (const { waiter } of group) if (waiter !== undefined) accept(waiter)
      } catch (error) {
        this.fail(group, error)
        return
      }
    }
  }

  /** Who waits is refused; the rest is tried again a little later, in its order. */
  private fail(group: readonly Waiting<Part>[], error: unknown): void {
    if (!this.failing) this.wish.onFault(error) // once, until it goes again
    this.failing = true
    for (const { waiter } of group) if (waiter !== undefined) refuse(waiter)
    const later = group.filter(({ waiter }) => waiter === undefined)
    this.waiting = [...later, ...this.waiting]
    this.pause = setTimeout(() => {
      this.pause = undefined
      if (this.waiting.length > 0) this.begin()
    }, this.wish.pauseMs)
    this.pause.unref()
  }
}

function accept(waiter: Waiter): void {
  if (tell(waiter)) waiter.resolve()
}

function refuse(waiter: Waiter): void {
  if (tell(waiter)) waiter.reject(unavailable())
}

/** @returns whether nobody told it before */
function tell(waiter: Waiter): boolean {
  if (waiter.told) return false
  waiter.told = true
  const { patience } = waiter
  if (--patience.untold === 0) clearTimeout(patience.timer)
  return true
}

function unavailable(): ServerError {
  return new ServerError('RECORD_UNAVAILABLE', 'The grant cannot be recorded at the moment.')
}
