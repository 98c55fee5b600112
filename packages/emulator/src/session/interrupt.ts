import { introduceOthers } from '../channel/roster.ts'
import type { Sink } from '../join.ts'
import type { World } from '../world.ts'
import { endSession } from './end.ts'
import type { Session } from './session.ts'
import { watch } from './watch.ts'
import { whomOf } from './whom.ts'

/** The member's connection is lost: it is kept for a while, in case it comes back. */
export function interrupt(world: World, session: Session): void {
  if (session.state !== 'connected') return
  const { clock, settings, log } = world
  const at = clock.now()
  const { sink } = session
  session.state = 'interrupted'
  // media goes on without the socket, and must be told what may go on
  session.sink = (event) => {
    if (event.type === 'gates') sink(event)
  }
  const grace = clock.wakeAt(at + settings.graceSeconds, () =>
    endSession(world, session, { reason: 'timed out' }),
  )
  session.lost = { at, grace }
  log.write(at, whomOf(session), { type: 'interrupted' })
}

/** The member is back within the time: nothing is verified again, and everyone present is announced anew. */
export function resume(world: World, session: Session, sink: Sink): boolean {
  if (session.state === 'ended') return false
  const { lost, warned } = session
  lost?.grace.cancel()
  session.lost = undefined
  session.state = 'connected'
  session.sink = sink
  // a warning that nobody heard is given again
  if (lost !== undefined && warned !== undefined && warned.at >= lost.at) session.warned = undefined
  world.log.write(world.clock.now(), whomOf(session), { type: 'resumed' })
  introduceOthers(session)
  watch(world, session)
  return true
}
