import { sayDistance, sayInstant } from './duration.ts'
import { type Life, layOut, type Mark } from './timeline.ts'

/** The life of a token: a bar to look at, and below it the same in words. */
export function TimelineBar({ life, now }: { readonly life: Life; readonly now: number }) {
  const { marks, stretches } = layOut(life)
  if (marks.length === 0) return null
  const percent = (part: number) => `${part * 100}%`
  return (
    <div className="timeline">
      <div className="timeline-bar" aria-hidden="true">
        {stretches.map(({ kind, from, to }) => (
          <span
            key={kind}
            className={`stretch ${kind}`}
            style={{ left: percent(from), width: percent(to - from) }}
          />
        ))}
        {marks.map((mark) => (
          <span
            key={keyOf(mark)}
            className={`mark ${mark.kind}`}
            style={{ left: percent(mark.position) }}
          />
        ))}
      </div>
      <ul className="timeline-words">
        {marks.map((mark) => (
          <li key={keyOf(mark)}>
            <span className={`dot ${mark.kind}`} aria-hidden="true" />
            <span>{mark.label}</span>
            <span className="when">
              {sayInstant(mark.at, now)}
              {mark.kind !== 'now' && <small> {sayDistance(mark.at - now)}</small>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function keyOf({ kind, at }: Mark): string {
  return kind === 'privilege' ? `${kind} ${at}` : kind
}
