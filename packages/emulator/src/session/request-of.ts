import type { JoinRequest } from '../join.ts'
import type { Session } from './session.ts'

/** The join that would bring a member where it is, as what it is now. */
export function requestOf(session: Session, token: string | null = session.token): JoinRequest {
  const { channel, subject, uid, role, mode, ip } = session
  const named = 'account' in subject ? subject : { uid }
  return { appId: channel.appId, channel: channel.name, token, subject: named, role, mode, ip }
}
