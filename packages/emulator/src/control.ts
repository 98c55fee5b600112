import { type Ban, type BanPrivilege, banPrivileges, joinBan } from './admission/bans.ts'
import type { EditableProjects, Project } from './projects.ts'
import { endSession } from './session/end.ts'
import { bindsCoHosts } from './session/gates.ts'
import type { Session } from './session/session.ts'
import { watch } from './session/watch.ts'
import type { World } from './world.ts'

/** Whom a kicking rule names: an address, a channel, a uid, or a uid in a channel. */
export interface BanTarget {
  readonly appId: string
  readonly channel?: string | undefined
  readonly uid?: number | undefined
  readonly ip?: string | undefined
}

export interface BanWish extends BanTarget {
  /** default: `join_channel` */
  readonly privileges?: readonly BanPrivilege[] | undefined
  /** 0 = put out now, with no rule kept */
  readonly seconds: number
}

/** Everyone in any channel of a project, or of all. */
export function* sessionsOf(world: World, appId?: string): Iterable<Session> {
  for (const channel of world.channels.values()) {
    if (appId === undefined || channel.appId === appId) yield* [...channel.members.values()]
  }
}

/**
 * Makes a kicking rule and puts out whom it names. `nextId` is asked when nothing is wrong with the wish.
 *
 * @throws RangeError when it names nobody that can be named, or nothing that can be kept from them
 */
export function ban(world: World, wish: BanWish, nextId: () => number): Ban {
  const { appId, channel, uid, ip, seconds, privileges = ['join_channel'] } = wish
  checkBan(wish)
  const now = world.clock.now()
  const once = seconds === 0
  const until = now + (once ? 1 : seconds)
  const rule: Ban = {
    id: nextId(),
    appId,
    channel,
    uid,
    ip,
    privileges,
    createdAt: now,
    updatedAt: now,
    until,
  }
  if (!once) keepBan(world, rule)
  for (const session of sessionsOf(world, appId)) {
    const who = { appId, channel: session.channel.name, uid: session.uid, ip: session.ip }
    const by = joinBan([rule], who, now)
    if (by === undefined) continue
    const tells = { type: 'banned', by } as const
    endSession(world, session, { reason: once ? 'kicked' : 'banned', rule: 'BAN', tells })
  }
  lookAgain(world, appId)
  return rule
}

function checkBan({ channel, uid, ip, privileges }: BanWish): void {
  if (channel === undefined && uid === undefined && ip === undefined) {
    throw new RangeError('a ban names a channel, a uid, a uid in a channel, or an address')
  }
  if (ip !== undefined && (channel !== undefined || uid !== undefined)) {
    throw new RangeError('a ban by address names no channel and no uid')
  }
  if (channel === '' || ip === '') throw new RangeError('a ban names nobody by an empty text')
  if (privileges === undefined) return
  if (privileges.length === 0) throw new RangeError('a ban keeps from something: give a privilege')
  for (const privilege of privileges) {
    if (banPrivileges.includes(privilege)) continue
    throw new RangeError(`the privileges of a ban are ${banPrivileges.join(', ')}`)
  }
}

/** Puts a rule in force, or gives it another end. */
export function keepBan(world: World, rule: Ban): void {
  const { bans, banEnds, clock } = world
  bans.set(rule.id, rule)
  banEnds.get(rule.id)?.cancel()
  const end = clock.wakeAt(rule.until, () => void liftBan(world, rule.id))
  banEnds.set(rule.id, end)
}

/** @returns false when there is no such rule */
export function liftBan(world: World, id: number): boolean {
  const rule = world.bans.get(id)
  if (rule === undefined) return false
  world.bans.delete(id)
  world.banEnds.get(id)?.cancel()
  world.banEnds.delete(id)
  lookAgain(world, rule.appId)
  return true
}

/** Nobody looks again: everyone is out already. */
export function forgetBans({ bans, banEnds }: World): void {
  for (const end of banEnds.values()) end.cancel()
  banEnds.clear()
  bans.clear()
}

/**
 * Changes a project as the console does, and lets its members feel it when the change has reached the platform.
 *
 * @throws RangeError when there is no such project, or the change would break a rule of the console
 */
export function changeProject(
  world: World,
  projects: EditableProjects,
  { appId, change }: { readonly appId: string; readonly change: (project: Project) => Project },
): void {
  const { clock, settings } = world
  const before = world.projects.find(appId)
  projects.change(appId, change)
  const changed = projects.find(appId)!
  if (settings.propagationSeconds === 0) {
    felt(world, before, changed)
    return
  }
  world.projects.show(appId, before)
  clock.wakeAt(clock.now() + settings.propagationSeconds, () => {
    const seen = world.projects.find(appId)
    world.projects.show(appId, changed === projects.find(appId) ? undefined : changed)
    felt(world, seen, changed)
  })
}

function felt(world: World, before: Project | undefined, now: Project): void {
  const is = now.coHostAuthentication === true
  if (is !== (before?.coHostAuthentication === true)) coHostSwitched(world, now.appId, is)
}

/** Switches co-host authentication; the hosts who are present are not silenced by it, until they renew. */
function coHostSwitched(world: World, appId: string, on: boolean): void {
  const project = world.projects.find(appId)
  for (const session of sessionsOf(world, appId)) {
    const bound = bindsCoHosts(project, session.mode, world.settings)
    session.exempt = on && bound && session.role === 'host'
  }
  lookAgain(world, appId)
}

function lookAgain(world: World, appId: string): void {
  for (const session of sessionsOf(world, appId)) watch(world, session)
}
