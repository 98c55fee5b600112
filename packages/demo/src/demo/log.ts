import { Store } from './store.ts'
import type { Tone } from './tell-event.ts'

export interface LogLine {
  readonly id: number
  /** Unix seconds on the platform's clock */
  readonly at: number
  readonly who: 'You' | 'Host' | 'Viewer' | 'Platform'
  readonly text: string
  readonly tone: Tone
  /** how often in a row */
  readonly times: number
}

const mostLines = 200

/** What happened, the newest first. */
export class Log extends Store<{ readonly lines: readonly LogLine[] }> {
  #id = 0

  constructor() {
    super({ lines: [] })
  }

  /** The platform's lines come late; each is put where its time is. */
  write(line: Omit<LogLine, 'id' | 'times'>): void {
    const { lines } = this.state
    const found = lines.findIndex(({ at }) => at <= line.at)
    const place = found === -1 ? lines.length : found
    const before = lines[place]
    this.#id += 1
    if (before !== undefined && before.who === line.who && before.text === line.text) {
      this.set({ lines: lines.with(place, { ...before, times: before.times + 1 }) })
    } else {
      const added = lines.toSpliced(place, 0, { ...line, id: this.#id, times: 1 })
      this.set({ lines: added.slice(0, mostLines) })
    }
  }
}
