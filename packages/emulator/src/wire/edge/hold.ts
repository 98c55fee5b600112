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
      for (const event of held) to(event)
    },
  }
}
