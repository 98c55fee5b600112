import { isAnnounced, leaveChannel, tellOthers } from '../channel/roster.ts'
import type { RuleName } from '../rules.ts'
import type { World } from '../world.ts'
import type { LeaveReason, MemberEvent, Session } from './session.ts'
import { whomOf } from './whom.ts'

export interface End {
  readonly reason: LeaveReason
  readonly rule?: RuleName | undefined
  /** what the member's own client is told; absent when it left by itself */
  readonly tells?: MemberEvent | undefined
}

/** Ends a session: its client is told, the others are told, the channel may end. A second call does nothing. */
export function endSession(world: World, session: Session, { reason, rule, tells }: End): void {
  if (session.state === 'ended') return
  const now = world.clock.now()
  session.state = 'ended'
  session.wake?.cancel()
  session.wake = undefined
  session.lost?.grace.cancel()
  leaveChannel(world, session, now)
  const { subject, channel } = session
  if ('account' in subject) world.uids.release(channel.appId, subject.account)
  const durationSeconds = Math.floor(now - session.joinedAt)
  world.log.write(now, whomOf(session), { type: 'left', reason, durationSeconds, rule })
  if (tells !== undefined) session.sink(tells)
  if (isAnnounced(session)) {
    const seen = reason === 'timed out' ? 'ServerTimeOut' : 'Quit'
    tellOthers(session, { type: 'offline', from: session, reason: seen })
  }
  session.onEnd?.(reason)
}
