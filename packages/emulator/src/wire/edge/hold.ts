import type { Sink } from '../../join.ts'
import type { MemberEvent } from '../../session/session.ts'

/**
 * A sink that keeps what it is told until it is opened: the SDK must have the reply to its join before it
 * hears of anybody.
 */
export function hold(): { readonly sink: Sink; readonly open: (to: Sink) => void } {
  const held: MemberEvent[] = []
  let hear: Sink = (event) => held.push(event)
  return {
    sink: (event) => hear(event),
    open(to) {
      hear = to
      // taken out: events name sessions, and a session keeps this as long as it lives
      for (const event of held.splice(0)) to(event)
    },
  }
}
