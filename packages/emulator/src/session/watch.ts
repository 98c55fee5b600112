import type { World } from '../world.ts'
import { endSession } from './end.ts'
import { bindsCoHosts, gatesOf, kinds, nextLapse, ruleOfChange } from './gates.ts'
import { readClock, type SessionTimes } from './read-clock.ts'
import type { Session } from './session.ts'
import { whomOf } from './whom.ts'

/**
 * Does what is due for a session now, and asks to be woken for what comes next. Called after everything
 * that changes a session's rights, role or rules; calling it once too often does no harm.
 */
export function watch(world: World, session: Session): void {
  session.wake?.cancel()
  session.wake = undefined
  if (session.state === 'ended') return
  const now = world.clock.now()
  openAndShut(world, session, now)
  for (;;) {
    const verdict = readClock(timesOf(world, session, now), now, world.settings)
    if (verdict.do === 'expel') {
      expelForTime(world, session)
      return
    }
    if (verdict.do === 'wait') {
      if (verdict.until === Number.POSITIVE_INFINITY) return
      session.wake = world.clock.wakeAt(verdict.until, () => watch(world, session))
      return
    }
    session.warned = { of: verdict.of, at: now }
    world.log.write(now, whomOf(session), { type: 'warned', rule: 'WARNING' })
    session.sink({ type: 'token will expire' })
    if (session.wake !== undefined || (session.state as string) === 'ended') return // the member acted at once
  }
}

/** When the member must go: the privilege to join decides, or the token too where the setting says so. */
export function staysUntil({ settings }: World, { rights }: Session): number {
  return settings.tokenExpiryExpels
    ? Math.min(rights.staysUntil, rights.admitsUntil)
    : rights.staysUntil
}

/**
 * Notes the ends that a token brings too late to be warned of, where late warnings are off. A renewal that does not
 * reach beyond the last warning is not warned of again: an app that answers each warning with it would turn in circles.
 */
export function forgetLateWarnings(world: World, session: Session, now: number): void {
  const { lateWarning, warnSeconds } = world.settings
  if (lateWarning) return
  const late = endsOf(world, session).filter((end) => end - warnSeconds < now)
  const last = late.at(-1)
  if (last !== undefined) session.warned = { of: last, at: now }
}

function timesOf(world: World, session: Session, now: number): SessionTimes {
  return {
    staysUntil: staysUntil(world, session),
    ends: endsOf(world, session),
    warned: session.warned,
    looksAt: nextLapse(session.rights, now),
  }
}

function endsOf(world: World, session: Session): readonly number[] {
  const { rights, channel, mode } = session
  if (rights.by === 'appId') return [] // there is no token to renew
  const ends = [staysUntil(world, session)]
  const project = world.projects.find(channel.appId)
  if (world.settings.publishExpiryWarns && bindsCoHosts(project, mode, world.settings)) {
    for (const kind of kinds) ends.push(rights.publishUntil[kind] ?? Number.POSITIVE_INFINITY)
  }
  return ends.filter(Number.isFinite).sort((a, b) => a - b)
}

function openAndShut(world: World, session: Session, now: number): void {
  const { projects, bans, settings } = world
  const project = projects.find(session.channel.appId)
  const facts = { project, bans, settings, now }
  const gates = gatesOf(session, facts)
  if (kinds.every((kind) => gates[kind] === session.gates[kind])) return
  const rule = ruleOfChange(session, gates, facts)
  session.gates = gates
  world.log.write(now, whomOf(session), { type: 'gates', gates, rule })
  session.sink({ type: 'gates', gates })
}

function expelForTime(world: World, session: Session): void {
  const byAppId = session.rights.by === 'appId'
  endSession(world, session, {
    reason: byAppId ? 'App ID day over' : 'token expired',
    rule: byAppId ? 'APP_ID_DAY' : 'JOIN_PRIVILEGE',
    tells: { type: 'token did expire' },
  })
}
