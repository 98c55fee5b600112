import { introduceOthers, isAnnounced, openChannel, tellOthers } from '../channel/roster.ts'
import type { Seat, Sink } from '../join.ts'
import type { World } from '../world.ts'
import { endSession } from './end.ts'
import { gatesOf } from './gates.ts'
import type { Session } from './session.ts'
import { forgetLateWarnings, watch } from './watch.ts'
import { whomOf } from './whom.ts'

/**
 * Begins a session. The older one of the same uid ends first. The new member is told who is here
 * before `enter` returns, so a client that must answer the join first holds these events back.
 */
export function enter(world: World) {
  return (seat: Seat, at: number, sink: Sink): Session => {
    if (seat.replaces !== undefined) {
      const tells = { type: 'replaced' } as const
      endSession(world, seat.replaces, { reason: 'replaced', rule: 'NEWER_WINS', tells })
    }
    const session = begin(world, seat, { at, sink })
    session.channel.members.set(session.uid, session)
    const { subject } = session
    if ('account' in subject) {
      world.uids.hold(session.channel.appId, subject.account, session.uid)
    }
    const { signature, by } = session.rights
    world.log.write(at, whomOf(session), { type: 'joined', signature, by })
    introduceOthers(session)
    if (isAnnounced(session)) tellOthers(session, { type: 'online', from: session })
    if (seat.roleRefused && seat.join.request.role === 'host') {
      session.sink({ type: 'role refused' })
    }
    watch(world, session)
    return session
  }
}

function begin(
  world: World,
  { join: { request, project, rights }, uid, role }: Seat,
  { at, sink }: { readonly at: number; readonly sink: Sink },
): Session {
  const { bans, settings } = world
  const session: Session = {
    channel: openChannel(world, request, at),
    uid,
    subject: request.subject,
    mode: request.mode,
    ip: request.ip,
    joinedAt: at,
    token: request.token,
    rights,
    role,
    state: 'connected',
    exempt: false,
    warned: undefined,
    published: new Set(),
    muted: new Set(),
    gates: { audio: false, video: false, data: false },
    sink,
    wake: undefined,
    lost: undefined,
    onEnd: undefined,
  }
  session.gates = gatesOf(session, { project, bans, settings, now: at })
  forgetLateWarnings(world, session, at)
  return session
}
