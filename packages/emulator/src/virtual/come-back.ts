import type { JoinRequest } from '../join.ts'
import { isRefusal } from '../refusal.ts'
import { mute, publish } from '../session/act.ts'
import { requestOf } from '../session/request-of.ts'
import type { Session } from '../session/session.ts'
import type { World } from '../world.ts'

/** The join of a member whose session is over: as whom the platform knows it, in the role it had come to. */
export function joinAgainAs(session: Session): JoinRequest {
  return { ...requestOf(session), assignedUid: session.uid }
}

/** Publishes and mutes what it did before. What is not granted any more stays away, as the log says. */
export function publishAgain(world: World, session: Session, before: Session): void {
  for (const kind of before.published) {
    try {
      publish(world, session, kind)
    } catch (error) {
      if (!isRefusal(error)) throw error
      continue
    }
    if (before.muted.has(kind)) mute(session, { kind, muted: true })
  }
}
