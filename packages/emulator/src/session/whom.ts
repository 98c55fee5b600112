import type { Whom } from '../log.ts'
import type { Session } from './session.ts'

/** How the log names a member. */
export function whomOf({ channel, uid, subject, mode, role }: Session): Whom {
  const account = 'account' in subject ? subject.account : undefined
  return { appId: channel.appId, channel: channel.name, uid, account, mode, role }
}
