import type { Moment } from '@symbolon/token'

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

/** What of a token's life is drawn, and where. Empty when there is no readable token. */
export function layOut(moments: readonly Moment[]): Timeline {
  const points = pointsOf(moments)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return { marks: [], stretches: [] }
  const span = Math.max(1, last.at - first.at)
  const place = (at: number) => (at - first.at) / span
  const at = (kind: Mark['kind']) => points.find((point) => point.kind === kind)?.at
  const [issued, warning, end] = [at('issued') ?? 0, at('warning'), at('end') ?? 0]
  const turn = warning ?? end
  return {
    marks: points.map((point) => ({ ...point, position: place(point.at) })),
    stretches: [
      { kind: 'life', from: place(issued), to: place(turn) },
      { kind: 'warned', from: place(turn), to: place(end) },
    ],
  }
}

function pointsOf(moments: readonly Moment[]): Point[] {
  const find = (what: Moment['what']) => moments.find((moment) => moment.what === what)?.at
  const [issued, end, now] = [find('issued'), find('tokenEnds'), find('now')]
  if (issued === undefined || end === undefined || now === undefined) return []
  const privileges = privilegesOf(moments)
  const stays = Math.min(end, joinEnds(moments) ?? end)
  const points: Point[] = [
    { kind: 'issued', at: issued, label: 'Issued' },
    { kind: 'end', at: end, label: endLabel(privileges, end) },
    { kind: 'now', at: now, label: 'Now' },
  ]
  if (stays - warnSeconds > issued) {
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

function joinEnds(moments: readonly Moment[]): number | undefined {
  return moments.find(({ privilege = '' }) => /(^|\.)joinChannel$/.test(privilege))?.at
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
