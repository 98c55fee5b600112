import { type Ban, publishBanned } from '../admission/bans.ts'
import type { Kind, Profile, Rights } from '../join.ts'
import type { Project } from '../projects.ts'
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
