import { tellOthers } from '../channel/roster.ts'
import type { ClientRole, Kind } from '../join.ts'
import { Refusal, type RefusalDetail } from '../refusal.ts'
import type { World } from '../world.ts'
import { bindsCoHosts, mayPublishAny } from './gates.ts'
import type { Session } from './session.ts'
import { watch } from './watch.ts'
import { whomOf } from './whom.ts'

/** Changes the client role. @throws Refusal `ROLE_REFUSED` under co-host authentication without a privilege to publish */
export function changeRole(world: World, session: Session, role: ClientRole): void {
  if (session.role === role || session.mode === 'rtc') return
  const { projects, settings, clock, log } = world
  const now = clock.now()
  const bound = bindsCoHosts(projects.find(session.channel.appId), session.mode, settings)
  if (role === 'host' && bound && !session.exempt && !mayPublishAny(session.rights, now)) {
    const detail = 'the token has no living privilege to publish'
    throw refused(world, session, { code: 'ROLE_REFUSED', rule: 'CO_HOST', detail })
  }
  if (role === 'audience') becomeAudience(world, session)
  session.role = role
  log.write(now, whomOf(session), { type: 'role changed' })
  if (role === 'host') tellOthers(session, { type: 'online', from: session })
  watch(world, session)
}

/** Begins to send one kind of stream. @throws Refusal `PUBLISH_REFUSED` */
export function publish(world: World, session: Session, kind: Kind): void {
  if (!session.gates[kind]) throw publishRefused(world, session, kind)
  if (session.published.has(kind)) return
  session.published.add(kind)
  session.muted.delete(kind)
  world.log.write(world.clock.now(), whomOf(session), { type: 'published', kind })
  tellOthers(session, { type: 'published', from: session, kind })
}

export function unpublish(world: World, session: Session, kind: Kind): void {
  if (!session.published.delete(kind)) return
  session.muted.delete(kind)
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
  tellOthers(session, { type: 'muted', from: session, kind, muted })
}

/** Sends a message to everyone else in the channel. @throws Refusal `PUBLISH_REFUSED` */
export function send(world: World, session: Session, payload: Uint8Array): void {
  if (!session.gates.data) throw publishRefused(world, session, 'data')
  tellOthers(session, { type: 'data', from: session, payload })
}

function becomeAudience(world: World, session: Session): void {
  for (const kind of [...session.published]) unpublish(world, session, kind)
  tellOthers(session, { type: 'offline', from: session, reason: 'BecomeAudience' })
}

function publishRefused(world: World, session: Session, kind: Kind): Refusal {
  const audience = session.role === 'audience'
  return refused(world, session, {
    code: 'PUBLISH_REFUSED',
    rule: audience ? 'AUDIENCE' : 'CO_HOST',
    detail: audience
      ? `audience cannot publish ${kind}`
      : `a kicking rule or a missing privilege keeps this member from publishing ${kind}`,
  })
}

function refused(
  world: World,
  session: Session,
  { code, rule, detail }: RefusalDetail & { readonly code: 'ROLE_REFUSED' | 'PUBLISH_REFUSED' },
): Refusal {
  world.log.write(world.clock.now(), whomOf(session), {
    type: code === 'ROLE_REFUSED' ? 'role refused' : 'publish refused',
    outcome: code,
    rule,
    detail,
    causes: [],
  })
  return new Refusal(code, { rule, detail })
}
