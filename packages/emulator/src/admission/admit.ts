import { type Channels, channelKey } from '../channel/channel.ts'
import type { ClientRole, JoinRequest, Seat, VerifiedJoin } from '../join.ts'
import type { Projects } from '../projects.ts'
import { Refusal } from '../refusal.ts'
import { bindsCoHosts, mayPublishAny } from '../session/gates.ts'
import type { Settings } from '../settings.ts'
import { causesOfBan, causesOfPublishing } from '../verify/causes.ts'
import { type Ban, bansOn, joinBan } from './bans.ts'
import type { Uids } from './uids.ts'

export interface AdmitDeps {
  readonly bans: ReadonlyMap<number, Ban>
  readonly channels: Channels
  readonly uids: Uids
  readonly projects: Projects
  readonly settings: Settings
}

/** Steps 14 to 16 of a join: kicking rules, the uid, the role. `at` is Unix seconds. */
export function admit(deps: AdmitDeps) {
  const { channels, uids } = deps
  return (join: VerifiedJoin, at: number): Seat => {
    const { request } = join
    const members = channels.get(channelKey(request.appId, request.channel))?.members
    const uid = request.assignedUid ?? uidOf(request, uids, (taken) => members?.has(taken) === true)
    refuseBanned(request, deps, { uid, at })
    const role = seatedRole(join, deps, at)
    return { join, uid, role, roleRefused: role !== request.role, replaces: members?.get(uid) }
  }
}

/** The integer uid of whoever asks; 0 is given one that nobody has. */
export function uidOf(
  { appId, subject }: Pick<JoinRequest, 'appId' | 'subject'>,
  uids: Uids,
  taken: (uid: number) => boolean,
): number {
  if ('account' in subject) return uids.ofAccount(appId, subject.account)
  return subject.uid === 0 ? uids.assign(taken) : subject.uid >>> 0
}

/** Step 14, for whoever has proved a token. @throws Refusal of the three outcomes `…_BANNED` */
export function refuseBanned(
  request: JoinRequest,
  deps: Pick<AdmitDeps, 'bans' | 'projects' | 'settings'>,
  { uid, at }: { readonly uid: number; readonly at: number },
): void {
  const who = { ...request, uid, from: 'join' } as const
  const by = joinBan(deps.bans.values(), who, at)
  if (by === undefined) return
  const bans = [...bansOn(deps.bans.values(), who, at)]
  const subject = 'account' in request.subject ? request.subject : { uid }
  throw new Refusal(bannedCodes[by], {
    rule: 'BAN',
    detail: `a kicking rule names the ${by}`,
    causes: causesOfBan({ ...request, subject }, deps, { at, bans }),
  })
}

const bannedCodes = { uid: 'UID_BANNED', ip: 'IP_BANNED', channel: 'CHANNEL_BANNED' } as const

function seatedRole(
  { request, project, rights }: VerifiedJoin,
  deps: AdmitDeps,
  at: number,
): ClientRole {
  const { settings } = deps
  const { mode, role } = request
  if (mode === 'rtc') return 'host'
  if (role === 'audience' || !bindsCoHosts(project, mode, settings)) return role
  if (mayPublishAny(rights, at)) return 'host'
  if (settings.hostWithoutPrivilege === 'audience') return 'audience'
  throw new Refusal('INVALID', {
    rule: 'CO_HOST_JOIN',
    detail: 'there is no living privilege to publish, and co-host authentication is on',
    causes: causesOfPublishing(request, deps, { at }),
  })
}
