import { wholeNumber } from '../../http/whole-number.ts'
import type { Session } from '../../session/session.ts'
import { invalid } from '../read.ts'
import type { Verb } from '../verb.ts'
import { findChannel } from './find-channel.ts'

/** The emulator's members are of the Web SDK. */
const webPlatform = 7

/** `GET /dev/v1/channel/user/property/{appid}/{uid}/{cname}`: by integer uid alone. */
export const userStatus: Verb = (rest, call) => {
  const uid = wholeNumber(call.params.uid!, { least: 1, most: 0xffffffff })
  if (uid === undefined) throw invalid('uid')
  const session = findChannel(rest, call)?.members.get(uid)
  if (session === undefined) return { body: { success: true, data: { in_channel: false } } }
  const data = {
    in_channel: true,
    uid: session.uid,
    join: Math.floor(session.joinedAt),
    role: roleNumber(session),
    platform: webPlatform,
  }
  return { body: { success: true, data } }
}

/** 0 is unknown, which nobody here is. */
function roleNumber({ mode, role }: Session): 1 | 2 | 3 {
  if (mode === 'rtc') return 1
  return role === 'host' ? 2 : 3
}
