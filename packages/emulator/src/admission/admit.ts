import { type Channels, channelKey } from '../channel/channel.ts'
import type { ClientRole, JoinRequest, Seat, VerifiedJoin } from '../join.ts'
import { Refusal } from '../refusal.ts'
import { bindsCoHosts, mayPublishAny } from '../session/gates.ts'
import type { Settings } from '../settings.ts'
import { type Ban, joinBan } from './bans.ts'
import type { Uids } from './uids.ts'

export interface AdmitDeps {
  readonly bans: ReadonlyMap<number, Ban>
  readonly channels: Channels
  readonly uids: Uids
  readonly settings: Settings
}

/** Steps 14 to 16 of a join: kicking rules, the uid, the role. `at` is Unix seconds. */
export function admit({ bans, channels, uids, settings }: AdmitDeps) {
  return (join: VerifiedJoin, at: number): Seat => {
    const { request } = join
    const members = channels.get(channelKey(request.appId, request.channel))?.members
    const uid = request.assignedUid ?? uidOf(request, uids, (taken) => members?.has(taken) === true)
    const by = joinBan(bans.values(), { ...request, uid }, at)
    if (by !== undefined) {
      const code = ({ uid: 'UID_BANNED', ip: 'IP_BANNED', channel: 'CHANNEL_BANNED' } as const)[by]
      throw new Refusal(code, { rule: 'BAN', detail: `a kicking rule names the ${by}` })
    }
    const role = seatedRole(join, settings, at)
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

function seatedRole(
  { request, project, rights }: VerifiedJoin,
  settings: Settings,
  at: number,
): ClientRole {
  const { mode, role } = request
  if (mode === 'rtc') return 'host'
  if (role === 'audience' || !bindsCoHosts(project, mode, settings)) return role
  if (mayPublishAny(rights, at)) return 'host'
  if (settings.hostWithoutPrivilege === 'audience') return 'audience'
  throw new Refusal('INVALID', {
    rule: 'CO_HOST_JOIN',
    detail: 'the token has no living privilege to publish, and co-host authentication is on',
  })
}
