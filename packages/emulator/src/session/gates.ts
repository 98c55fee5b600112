import { type Ban, publishBanned } from '../admission/bans.ts'
import type { Kind, Profile, Rights } from '../join.ts'
import type { Project } from '../projects.ts'
import type { RuleName } from '../rules.ts'
import type { Settings } from '../settings.ts'
import type { Gates, Session } from './session.ts'

export const kinds: readonly Kind[] = ['audio', 'video', 'data']

/** Whether co-host authentication binds members of this profile. */
export function bindsCoHosts(
  project: Project | undefined,
  mode: Profile,
  settings: Settings,
): boolean {
  return (
    project?.coHostAuthentication === true && (mode === 'live' || settings.coHostInCommunication)
  )
}

export function mayPublishAny({ publishUntil }: Rights, now: number): boolean {
  return kinds.some((kind) => isAlive(publishUntil[kind], now))
}

export interface GateFacts {
  readonly project: Project | undefined
  readonly bans: ReadonlyMap<number, Ban>
  readonly settings: Settings
  /** Unix seconds */
  readonly now: number
}

/** What a member may send now: the role, the privileges where they bind, and kicking rules. Pure. */
export function gatesOf(session: Session, { project, bans, settings, now }: GateFacts): Gates {
  const { role, rights, channel, uid, ip, mode } = session
  const bound = bindsCoHosts(project, mode, settings) && !session.exempt
  const who = { appId: channel.appId, channel: channel.name, uid, ip }
  const open = (kind: Kind) => {
    if (bans.size > 0 && publishBanned(bans.values(), { ...who, kind }, now)) return false
    if (bound) return role === 'host' && isAlive(rights.publishUntil[kind], now)
    return role === 'host' || kind === 'data'
  }
  return { audio: open('audio'), video: open('video'), data: open('data') }
}

/** The rule by which gates changed: who lost a kind is told of the loss, else of what opened. Pure. */
export function ruleOfChange(session: Session, gates: Gates, facts: GateFacts): RuleName {
  const { role, channel, uid, ip, mode } = session
  if (role === 'audience') return 'AUDIENCE'
  const who = { appId: channel.appId, channel: channel.name, uid, ip }
  const shut = kinds.filter((kind) => session.gates[kind] && !gates[kind])
  const banned = (kind: Kind) => publishBanned(facts.bans.values(), { ...who, kind }, facts.now)
  if (shut.some(banned)) return 'BAN'
  if (shut.length > 0) return 'PRIVILEGE_LAPSE'
  return bindsCoHosts(facts.project, mode, facts.settings) ? 'CO_HOST' : 'AUDIENCE'
}

/** The next instant after `now` at which a privilege to publish ends; infinite when none does. */
export function nextLapse({ publishUntil }: Rights, now: number): number {
  let next = Number.POSITIVE_INFINITY
  for (const kind of kinds) {
    const until = publishUntil[kind]
    if (until !== undefined && until > now) next = Math.min(next, until)
  }
  return next
}

function isAlive(until: number | undefined, now: number): boolean {
  return until !== undefined && until > now
}
