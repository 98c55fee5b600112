export const daySeconds = 86_400

/** An interval: [from, to) in seconds of the world. */
type Span = readonly [from: number, to: number]

/** A server that comes and goes for a quarter of an hour. */
function flapping(random: () => number, start: number): Span[] {
  const spans: Span[] = []
  if (random() > 0.4) return spans
  let at = start + random() * daySeconds
  for (const end = at + 900; at < end; at += 20 + random() * 100) {
    const from = at
    at += 20 + random() * 160
    spans.push([from, at])
  }
  return spans
}

/** What goes wrong in one day, drawn beforehand. */
export class Faults {
  readonly down: Span[] = []
  readonly offline: Span[] = []
  readonly asleep: Span[] = []
  /** what the server answers instead of a token, from then to then */
  readonly busy: Span[] = []
  refusedAt = Number.POSITIVE_INFINITY

  constructor(random: () => number, start: number) {
    const some = (chance: number, most: number, longest: number): Span[] => {
      const spans: Span[] = []
      for (let nth = 0; nth < most; nth++) {
        if (random() > chance) continue
        const from = start + random() * daySeconds
        spans.push([from, from + random() * longest])
      }
      return spans
    }
    this.down = [...some(0.5, 4, 600), ...flapping(random, start)]
    this.offline = some(0.4, 3, 900)
    this.asleep = some(0.4, 3, 4 * 3600)
    this.busy = some(0.4, 3, 120)
    if (random() < 0.03) this.refusedAt = start + random() * daySeconds
  }

  is(spans: readonly Span[], at: number): boolean {
    return spans.some(([from, to]) => from <= at && at < to)
  }

  /** The longest time in a row, within the span, in which an attempt would have succeeded. */
  reachable([from, to]: Span): number {
    const blocks = [...this.down, ...this.offline, ...this.asleep, ...this.busy]
      .filter(([start, end]) => end > from && start < to)
      .sort(([one], [other]) => one - other)
    let longest = 0
    let free = from
    for (const [start, end] of blocks) {
      longest = Math.max(longest, start - free)
      free = Math.max(free, end)
    }
    return Math.max(longest, to - free)
  }
}
