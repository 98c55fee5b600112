import type { Tabs } from '../src/environment.ts'

export interface Tab extends Tabs {
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
