import type { EmulatorProcess, Weight } from './emulator-process.ts'

export const processes = ['gateway', 'media'] as const
type Name = (typeof processes)[number]
export type Weights = Readonly<Record<Name, Weight>>

/** How heavy both processes were, over time. */
export class Figures {
  readonly #emulator: EmulatorProcess
  readonly #weights: Weights[] = []

  constructor(emulator: EmulatorProcess) {
    this.#emulator = emulator
  }

  now(): Weights {
    const { pid, mediaPid } = this.#emulator
    return { gateway: this.#emulator.weigh(pid), media: this.#emulator.weigh(mediaPid) }
  }

  note(): void {
    this.#weights.push(this.now())
  }

  /**
   * Median megabytes of an early and of a late stretch. The first fifth is left out, because heaps and codecs'
   * tables are still filling; the second is early, the last is late.
   */
  medians(name: Name): { readonly early: number; readonly late: number } {
    const fifth = Math.floor(this.#weights.length / 5)
    const megabytes = this.#weights.map((weights) => weights[name].rssBytes / 1e6)
    return {
      early: median(megabytes.slice(fifth, 2 * fifth)),
      late: median(megabytes.slice(-fifth)),
    }
  }

  line(): string {
    const now = this.now()
    const parts = processes.map((name) => {
      const { rssBytes, handles } = now[name]
      return `${name} ${(rssBytes / 1e6).toFixed(1)} MB, ${handles} handles`
    })
    return parts.join('; ')
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
