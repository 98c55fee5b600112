import { md5Hex } from '#platform'
import type { ApaasService } from '../claims.ts'
import { readSeconds, readText, readUser } from './arguments.ts'
import { sign007 } from './sign.ts'

/** Shared by the two names under which the original exports the same functions. */
const builder = {
  /**
   * A user in a room, who may also log in to messaging and to Chat (as the MD5 of `userUuid`). As in
   * the original, and unlike `apaasToken`, the room itself comes without a privilege, and role 0
   * becomes -1, which means none.
   *
   * @param expire - seconds from now
   */
  buildRoomUserToken(
    ...parameters: [
      appId: string,
      appCertificate: string,
      roomUuid: string,
      userUuid: string | number,
      role: number,
      expire: number,
    ]
  ): string {
    const [appId, appCertificate, roomUuid, userUuid, role, expire] = parameters
    const end = readSeconds(expire, 'expire')
    const userId = readUserUuid(userUuid)
    const room: ApaasService = {
      type: 'apaas',
      roomUuid: readText(roomUuid, 'roomUuid'),
      userUuid: userId,
      role: readApaasRole(role),
      privileges: {},
    }
    const rtm = { type: 'rtm', userId, privileges: { login: end } } as const
    const chat = { type: 'chat', userId: md5Hex(userId), privileges: { user: end } } as const
    return sign007({ appId, appCertificate }, end, [room, rtm, chat])
  },

  /** @param expire - seconds from now */
  buildUserToken(
    ...parameters: [
      appId: string,
      appCertificate: string,
      userUuid: string | number,
      expire: number,
    ]
  ): string {
    const [appId, appCertificate, userUuid, expire] = parameters
    const end = readSeconds(expire, 'expire')
    const service = { ...noRoom, userUuid: readUserUuid(userUuid), privileges: { user: end } }
    return sign007({ appId, appCertificate }, end, [service])
  },

  /** For the application's own calls. `expire`: seconds from now. */
  buildAppToken(appId: string, appCertificate: string, expire: number): string {
    const end = readSeconds(expire, 'expire')
    return sign007({ appId, appCertificate }, end, [{ ...noRoom, privileges: { app: end } }])
  },
}

const noRoom = { type: 'apaas', roomUuid: '', userUuid: '', role: -1 } as const

/** Tokens for the application platform. Errors as of `RtcTokenBuilder`. */
export const ApaasTokenBuilder: typeof builder = { ...builder }
/** The older name of `ApaasTokenBuilder`. */
export const EducationTokenBuilder: typeof builder = { ...builder }

/** The number 0 would be an empty user here and the user "0" in Chat: the original signs both at once. */
function readUserUuid(userUuid: unknown): string {
  if (userUuid === 0) throw new RangeError('userUuid must not be the number 0; pass "0" or a name')
  return readUser(userUuid, 'userUuid')
}

/** Absent and 0 mean none, which is written as -1; a number may be given as its text. */
function readApaasRole(role: unknown): number {
  if (role === undefined) return -1
  const number = typeof role === 'string' && role.trim() !== '' ? Number(role) : role
  if (typeof number !== 'number') throw new TypeError('role must be a number')
  if (!Number.isInteger(number) || number < -0x8000 || number > 0x7fff) {
    throw new RangeError('role must be an integer from -32768 to 32767')
  }
  return number || -1
}
