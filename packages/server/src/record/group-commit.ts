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
  readonly settle?: (failure?: unknown) => void
}

/** Parts in one transaction: enough to wait for the disk seldom, few enough to hold its lock for some milliseconds. */
const groupSize = 500

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
  private readonly waiting = new Set<Waiting<Part>>()
  private readonly wish: Required<GroupCommitWish<Part>>
  private flushing: Promise<void> | undefined
  private pause: NodeJS.Timeout | undefined
  private lost = 0
  private failing = false

  constructor(wish: GroupCommitWish<Part>) {
    this.wish = { most: 10_000, patienceMs: 1000, pauseMs: 50, ...wish }
  }

  add(part: Part): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = () => reject(unavailable())
      if (this.waiting.size >= this.wish.most) {
        refuse()
        return
      }
      // what is being written then may well be; nobody is given the token, which is the side to err on
      const timer = setTimeout(() => {
        this.waiting.delete(one)
        refuse()
      }, this.wish.patienceMs)
      const one: Waiting<Part> = {
        part,
        settle: (failure) => {
          clearTimeout(timer)
          if (failure === undefined) resolve()
          else refuse()
        },
      }
      this.waiting.add(one)
      this.begin()
    })
  }

  addLater(part: Part): void {
    if (this.waiting.size >= this.wish.most) {
      this.lost++
      return
    }
    this.waiting.add({ part })
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
      })
  }

  private async flush(): Promise<void> {
    while (this.waiting.size > 0 || this.lost > 0) {
      const group = firstOf(this.waiting, groupSize)
      for (const one of group) this.waiting.delete(one)
      const { lost } = this
      try {
        await this.wish.write(
          group.map(({ part }) => part),
          lost,
        )
        this.lost -= lost
        this.failing = false
        for (const { settle } of group) settle?.()
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
    for (const { settle } of group) settle?.(error)
    const later = group.filter(({ settle }) => settle === undefined)
    const others = [...this.waiting]
    this.waiting.clear()
    for (const one of [...later, ...others]) this.waiting.add(one)
    this.pause = setTimeout(() => {
      this.pause = undefined
      if (this.waiting.size > 0) this.begin()
    }, this.wish.pauseMs)
    this.pause.unref()
  }
}

function firstOf<One>(all: ReadonlySet<One>, most: number): One[] {
  const first: One[] = []
  for (const one of all) {
    if (first.length >= most) break
    first.push(one)
  }
  return first
}

function unavailable(): ServerError {
  return new ServerError('RECORD_UNAVAILABLE', 'The grant cannot be recorded at the moment.')
}
