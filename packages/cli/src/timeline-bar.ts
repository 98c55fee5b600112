import type { Moment } from '@symbolon/token'
import { sayDuration } from './duration.ts'
import type { Paint } from './paint.ts'

const width = 60
const marks = { issued: '├', privilegeEnds: '┆', tokenEnds: '┤', dayEnds: '╎', now: '●' } as const

/**
 * The life of a token as a bar and a legend:
 *
 *     ├──────────●─────────────────────────────────────┤
 */
export function timelineBar(timeline: readonly Moment[], paint: Paint): string[] {
  const moments = shown(timeline)
  const [first, last] = [moments[0], moments.at(-1)]
  const now = moments.find(({ what }) => what === 'now')
  if (first === undefined || last === undefined || now === undefined) return []
  const cells = Array.from({ length: width }, () => '─')
  const scale = (width - 1) / Math.max(1, last.at - first.at)
  // what matters most is drawn last, so that nothing covers it
  const drawn = [...moments].sort((a, b) => order.indexOf(a.what) - order.indexOf(b.what))
  for (const { at, what } of drawn) {
    const mark = what === 'now' ? paint('bold', marks.now) : marks[what]
    cells[Math.round((at - first.at) * scale)] = mark
  }
  return [cells.join(''), ...moments.map((moment) => legend(moment, now.at))]
}

const order: readonly Moment['what'][] = ['dayEnds', 'privilegeEnds', 'issued', 'tokenEnds', 'now']

/** Privileges that end together are one line, and need none of their own where the token ends too. */
function shown(timeline: readonly Moment[]): Moment[] {
  const ends = timeline.find(({ what }) => what === 'tokenEnds')?.at
  const seen = new Set<number | undefined>([ends])
  return timeline.filter(({ at, what }) => {
    if (what !== 'privilegeEnds') return what !== 'dayEnds'
    return !seen.has(at) && seen.add(at)
  })
}

function legend(moment: Moment, now: number): string {
  const date = new Date(moment.at * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return `${marks[moment.what]} ${date}Z  ${label(moment)}${distance(moment.at - now)}`
}

function label({ what, privilege }: Moment): string {
  if (what === 'privilegeEnds') return `${privilege} ends`
  return what === 'tokenEnds' ? 'token ends' : what
}

function distance(seconds: number): string {
  if (seconds === 0) return ''
  return seconds > 0 ? `, in ${sayDuration(seconds)}` : `, ${sayDuration(seconds)} ago`
}
