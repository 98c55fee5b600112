import { type MemberEvent, nameOf, type Session } from '../../session/session.ts'
import { announce } from './announce.ts'
import type { Edge } from './edge.ts'
import type { Push } from './envelope.ts'
import type { Member } from './members.ts'

/** How the SDK tells the three bans apart; it ignores a field called `code` here. */
const banCodes = { uid: 14, ip: 15, channel: 16 } as const

/** Makes the SDK end the session as one whose uid came again. */
const repeatJoin: Push = { type: 'on_notification', message: { code: 2003, action: 'quit' } }

/** Ends the session for good. Without it the SDK would join anew where nobody knows it any more. */
export const over: Push = { type: 'on_notification', message: { code: 2012 } }

export function banned(by: keyof typeof banCodes): Push {
  return { type: 'on_user_banned', message: { error_code: banCodes[by] } }
}

/** Tells a member's client what the platform says to it, and the media plane what it may send. */
export function tell(edge: Edge, member: Member, event: MemberEvent): void {
  switch (event.type) {
    case 'online':
    case 'published':
    case 'unpublished':
    case 'muted':
      tellOf(edge, member, event.from)
      break
    case 'offline':
      tellGone(member, event.from, event.reason)
      break
    case 'gates':
      edge.media.gate(member, event.gates)
      break
    case 'interrupted':
      member.line.drop()
      break
    case 'closed':
      member.line.push(over)
      member.line.close(1012, 'the emulator was reset')
      break
    case 'role refused': // the SDK has no message for it: it learns when it publishes
      break
    default:
      member.line.push(pushOf(event))
  }
}

type Plain = 'data' | 'token will expire' | 'token did expire' | 'banned' | 'replaced'

function pushOf(event: Extract<MemberEvent, { type: Plain }>): Push {
  switch (event.type) {
    case 'data':
      return dataOf(event.from, event.payload)
    case 'token will expire':
      return { type: 'on_token_privilege_will_expire', message: {} }
    case 'token did expire':
      return { type: 'on_token_privilege_did_expire', message: {} }
    case 'banned':
      return banned(event.by)
    case 'replaced':
      return repeatJoin
  }
}

/** Brings the client's picture of another member up to date. */
function tellOf({ members }: Edge, { told, line }: Member, other: Session): void {
  if (other.state === 'ended') return
  const known = told.get(other)
  const step = announce(members.present(other), known?.told, known?.stale === true)
  told.set(other, { told: step.told, stale: false })
  for (const push of step.pushes) line.push(push)
}

/** The reason reaches the app word for word. */
function tellGone({ told, line }: Member, other: Session, reason: string): void {
  told.delete(other)
  const message = { uid: nameOf(other), uint_id: other.uid, reason }
  line.push({ type: 'on_user_offline', message })
}

function dataOf(from: Session, payload: Uint8Array): Push {
  const message = { uid: nameOf(from), payload: Buffer.from(payload).toString('base64') }
  return { type: 'on_data_stream', message }
}
