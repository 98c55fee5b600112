import type { Explanation, Moment } from '@symbolon/token'
import { staysUntil } from './stays-until.ts'

/** The platform warns so long before a session ends. */
export const warnSeconds = 30

/** One instant on the bar; several that fall together are one. */
export interface Mark {
  readonly kind: 'issued' | 'warning' | 'privilege' | 'end' | 'now'
  /** Unix seconds */
  readonly at: number
  readonly label: string
  /** 0 to 1, from the first mark to the last */
  readonly position: number
}

/** From where to where the bar is drawn in which manner; 0 to 1. */
interface Stretch {
  readonly kind: 'life' | 'warned'
  readonly from: number
  readonly to: number
}

export interface Timeline {
  /** in order of time */
  readonly marks: readonly Mark[]
  readonly stretches: readonly Stretch[]
}

type Point = Omit<Mark, 'position'>

/** What is drawn of a token's life. */
export type Life = Pick<Explanation, 'timeline' | 'claims'>

/** What of a token's life is drawn, and where. Empty when there is no readable token. */
export function layOut({ timeline, claims }: Life): Timeline {
  const stays = staysUntil(claims)
  const points = pointsOf(timeline, stays)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return { marks: [], stretches: [] }
  const span = Math.max(1, last.at - first.at)
  const place = (at: number) => (at - first.at) / span
  const at = (kind: Mark['kind']) => points.find((point) => point.kind === kind)?.at
  const issued = at('issued') ?? 0
  const over = Number.isFinite(stays) ? Math.max(issued, stays) : (at('end') ?? 0)
  const turn = at('warning') ?? over
  return {
    marks: points.map((point) => ({ ...point, position: place(point.at) })),
    stretches: [
      { kind: 'life', from: place(issued), to: place(turn) },
      { kind: 'warned', from: place(turn), to: place(over) },
    ],
  }
}

/** @param stays - Unix seconds; infinite where nobody is put out, and so nobody warned */
function pointsOf(moments: readonly Moment[], stays: number): Point[] {
  const find = (what: Moment['what']) => moments.find((moment) => moment.what === what)?.at
  const [issued, end, now] = [find('issued'), find('tokenEnds'), find('now')]
  if (issued === undefined || end === undefined || now === undefined) return []
  const privileges = privilegesOf(moments)
  const points: Point[] = [
    { kind: 'issued', at: issued, label: 'Issued' },
    { kind: 'end', at: end, label: endLabel(privileges, end) },
    { kind: 'now', at: now, label: 'Now' },
  ]
  if (Number.isFinite(stays) && stays - warnSeconds > issued) {
    points.push({ kind: 'warning', at: stays - warnSeconds, label: 'Warning' })
  }
  for (const [at, names] of privileges) {
    if (at !== end)
      points.push({
        kind: 'privilege',
        at,
        label: `${listed(names)} ${names.length > 1 ? 'end' : 'ends'}`,
      })
  }
  return points.sort((a, b) => a.at - b.at)
}

function privilegesOf(moments: readonly Moment[]): Map<number, string[]> {
  const byEnd = new Map<number, string[]>()
  for (const { at, privilege } of moments) {
    if (privilege === undefined) continue
    byEnd.set(at, [...(byEnd.get(at) ?? []), privilege.replace(/^rtc\./, '')])
  }
  return byEnd
}

function endLabel(privileges: ReadonlyMap<number, readonly string[]>, end: number): string {
  const names = privileges.get(end)
  if (names === undefined) return 'Token ends'
  const all = privileges.size === 1 && names.length > 1
  return `Token ends, with ${all ? 'all its privileges' : listed(names)}`
}

function listed(names: readonly string[]): string {
  return names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
