import { bansOn } from '../admission/bans.ts'
import { tellOthers } from '../channel/roster.ts'
import type { ClientRole, Kind } from '../join.ts'
import { Refusal, type RefusalDetail } from '../refusal.ts'
import { causesOfPublishing } from '../verify/causes.ts'
import type { World } from '../world.ts'
import { bindsCoHosts, mayPublishAny } from './gates.ts'
import { requestOf } from './request-of.ts'
import type { Session } from './session.ts'
import { watch } from './watch.ts'
import { whomOf } from './whom.ts'

/**
 * Changes the client role.
 *
 * @throws Refusal `ROLE_REFUSED` under co-host authentication without a privilege to publish, and when the session is over
 */
export function changeRole(world: World, session: Session, role: ClientRole): void {
  if (session.role === role || session.mode === 'rtc') return
  const { projects, settings, clock, log } = world
  const now = clock.now()
  if (session.state === 'ended') throw isOver(world, session, 'ROLE_REFUSED')
  const bound = bindsCoHosts(projects.find(session.channel.appId), session.mode, settings)
  if (role === 'host' && bound && !session.exempt && !mayPublishAny(session.rights, now)) {
    throw refused(world, session, {
      code: 'ROLE_REFUSED',
      rule: 'CO_HOST',
      detail: 'there is no living privilege to publish',
      causes: causesOfPublishing(requestOf(session), world, { at: now }),
    })
  }
  if (role === 'audience') becomeAudience(world, session)
  session.role = role
  if (role === 'audience') session.exempt = false // the way back up is checked
  log.write(now, whomOf(session), { type: 'role changed' })
  if (role === 'host') tellOthers(session, { type: 'online', from: session })
  watch(world, session)
}

/** Begins to send one kind of stream. @throws Refusal `PUBLISH_REFUSED` */
export function publish(world: World, session: Session, kind: Kind): void {
  if (session.state === 'ended' || !session.gates[kind]) {
    throw publishRefused(world, session, kind)
  }
  if (session.published.has(kind)) return
  session.published.add(kind)
  session.muted.delete(kind)
  world.log.write(world.clock.now(), whomOf(session), { type: 'published', kind })
  tellOthers(session, { type: 'published', from: session, kind })
}

export function unpublish(world: World, session: Session, kind: Kind): void {
  if (!session.published.delete(kind)) return
  session.muted.delete(kind)
  if (session.state === 'ended') return // all were told that it went; it is not brought back
  world.log.write(world.clock.now(), whomOf(session), { type: 'unpublished', kind })
  tellOthers(session, { type: 'unpublished', from: session, kind })
}

/** Silences a stream that stays published, or lets it be heard again. */
export function mute(
  session: Session,
  { kind, muted }: { readonly kind: Kind; readonly muted: boolean },
): void {
  if (!session.published.has(kind) || session.muted.has(kind) === muted) return
  if (muted) session.muted.add(kind)
  else session.muted.delete(kind)
  if (session.state === 'ended') return
  tellOthers(session, { type: 'muted', from: session, kind, muted })
}

/** Sends a message to everyone else in the channel. @throws Refusal `PUBLISH_REFUSED` */
export function send(world: World, session: Session, payload: Uint8Array): void {
  if (session.state === 'ended' || !session.gates.data) {
    throw publishRefused(world, session, 'data')
  }
  tellOthers(session, { type: 'data', from: session, payload })
}

function becomeAudience(world: World, session: Session): void {
  for (const kind of [...session.published]) unpublish(world, session, kind)
  tellOthers(session, { type: 'offline', from: session, reason: 'BecomeAudience' })
}

function publishRefused(world: World, session: Session, kind: Kind): Refusal {
  if (session.state === 'ended') return isOver(world, session, 'PUBLISH_REFUSED')
  const { channel, uid, ip } = session
  const at = world.clock.now()
  const audience = session.role === 'audience'
  const who = { appId: channel.appId, channel: channel.name, uid, ip, from: kind }
  const bans = audience ? [] : [...bansOn(world.bans.values(), who, at)]
  const rule = audience ? 'AUDIENCE' : bans.length > 0 ? 'BAN' : 'CO_HOST'
  return refused(world, session, {
    code: 'PUBLISH_REFUSED',
    rule,
    detail: `${reasons[rule]} ${kind}`,
    causes: causesOfPublishing(requestOf(session), world, { at, kind, bans }),
  })
}

const reasons = {
  AUDIENCE: 'audience cannot publish',
  BAN: 'a kicking rule keeps this member from publishing',
  CO_HOST: 'there is no living privilege to publish',
} as const

function isOver(world: World, session: Session, code: ActRefusal): Refusal {
  const detail = 'the session is over: the connection was lost for too long'
  return refused(world, session, { code, rule: 'SESSION_OVER', detail })
}

type ActRefusal = 'ROLE_REFUSED' | 'PUBLISH_REFUSED'

function refused(
  world: World,
  session: Session,
  { code, ...why }: RefusalDetail & { readonly code: ActRefusal },
): Refusal {
  const { rule, detail, causes = [] } = why
  world.log.write(world.clock.now(), whomOf(session), {
    type: code === 'ROLE_REFUSED' ? 'role refused' : 'publish refused',
    outcome: code,
    rule,
    detail,
    causes,
  })
  return new Refusal(code, why)
}
