import { sayInstant } from '../parts/duration.ts'
import type { Log } from './log.ts'
import { useStore } from './store.ts'

/** What happened, the newest first; read out as it comes. */
export function LogPanel({ log, now }: { readonly log: Log; readonly now: number }) {
  const { lines } = useStore(log)
  return (
    <section className="log" aria-labelledby="log">
      <h2 id="log">What happened</h2>
      {lines.length === 0 && <p className="note">Nothing yet. Let both join.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div className="lines" tabIndex={0} role="log" aria-label="What happened" aria-live="polite">
        {lines.map(({ id, at, who, text, tone, times }) => (
          <p key={id} className={tone}>
            <time>{sayInstant(at, now)}</time>
            <span className={`who ${who.toLowerCase()}`}>{who}</span>
            <span>
              {text}
              {times > 1 && <small> {times} times</small>}
            </span>
          </p>
        ))}
      </div>
    </section>
  )
}
