import { useId } from 'react'
import { warnSeconds } from '../parts/timeline.ts'
import { Action } from './action.tsx'
import type { Demo } from './demo.ts'
import { useStore } from './store.ts'

const lives = [
  [40, '40 seconds'],
  [300, '5 minutes'],
  [3600, '1 hour'],
  [86_400, '24 hours'],
] as const

const daySeconds = 86_400

/** Starting, and the clock of the platform. */
export function TimePanel({ demo, now }: { readonly demo: Demo; readonly now: number }) {
  const date = new Date(now * 1000)
  return (
    <section className="time" aria-labelledby="time">
      <div className="start">
        <Life demo={demo} />
        <Start demo={demo} />
      </div>
      <div className="clock">
        <h2 id="time">
          <small>Time on the platform</small>
          <time dateTime={date.toISOString()}>{date.toLocaleTimeString('en-GB')}</time>
          <small>{date.toLocaleDateString('en-CA')}</small>
        </h2>
        <Jumps demo={demo} />
      </div>
    </section>
  )
}

function Start({ demo }: { readonly demo: Demo }) {
  const allIn = useIn(demo).every((isIn) => isIn)
  return (
    <Action kind="main" off={allIn} onAct={() => void demo.start()}>
      {allIn ? 'Both are in' : 'Let both join'}
    </Action>
  )
}

function Jumps({ demo }: { readonly demo: Demo }) {
  const nobody = useIn(demo).every((isIn) => !isIn)
  return (
    <div className="buttons">
      <Action off={nobody} onAct={() => void demo.advanceToEnd(-warnSeconds)}>
        To {warnSeconds} s before the end
      </Action>
      <Action off={nobody} onAct={() => void demo.advanceToEnd(1)}>
        Past the end
      </Action>
      <Action onAct={() => void demo.advance(daySeconds, 'moved the clock by 24 hours')}>
        24 hours on
      </Action>
    </div>
  )
}

/** Whether host and viewer are in the channel. */
function useIn({ peers: [host, viewer] }: Demo): readonly boolean[] {
  return [useStore(host!.store), useStore(viewer!.store)].map(
    ({ connection }) => connection !== 'DISCONNECTED',
  )
}

function Life({ demo }: { readonly demo: Demo }) {
  const { lifeSeconds } = useStore(demo.store)
  const id = useId()
  return (
    <div className="life">
      <label htmlFor={id}>
        Tokens live for <small>(from the next join)</small>
      </label>
      <select
        id={id}
        value={lifeSeconds}
        onChange={({ target }) => demo.store.set({ lifeSeconds: Number(target.value) })}
      >
        {lives.map(([seconds, words]) => (
          <option key={seconds} value={seconds}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
