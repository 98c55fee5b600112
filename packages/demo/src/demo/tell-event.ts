import type { PlatformEvent } from './control.ts'

/** How a line of the log is coloured; the words say it too. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad'

/** What a platform event says, to people; undefined for what is of no interest here. */
export function tellEvent(
  event: PlatformEvent,
  nameOf: (uid: number | undefined) => string,
): { readonly text: string; readonly tone: Tone } | undefined {
  const who = nameOf(event.uid)
  const why = event.causes?.[0]
  const because = why === undefined ? (event.detail ?? '') : `${why.code}, ${why.message}`
  switch (event.type) {
    case 'joined':
      return { text: `admitted ${who} to “${event.channel}”`, tone: 'good' }
    case 'left':
      return left(who, event.reason ?? '')
    case 'refused':
      return { text: `refused ${who} at “${event.channel}”: ${because}`, tone: 'bad' }
    case 'renewal refused':
    case 'role refused':
    case 'publish refused':
      return { text: `${event.type} to ${who}: ${because}`, tone: 'bad' }
    case 'warned':
      return { text: `warned ${who}: the token ends in 30 s`, tone: 'warn' }
    case 'renewed':
      return { text: `took a new token of ${who}`, tone: 'good' }
    case 'role changed':
      return {
        text: `${who} is ${event.role === 'host' ? 'a host' : 'in the audience'} now`,
        tone: 'plain',
      }
    case 'published':
    case 'unpublished':
      return { text: `${who} ${event.type} ${event.kind}`, tone: 'plain' }
    default:
      return undefined
  }
}

function left(who: string, reason: string): { readonly text: string; readonly tone: Tone } {
  if (reason === 'left') return { text: `${who} left`, tone: 'plain' }
  return { text: `put ${who} out: ${reason}`, tone: 'bad' }
}
