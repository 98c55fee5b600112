import { readSeconds, readUser } from './arguments.ts'
import { sign007 } from './sign.ts'

/** Tokens for Chat. Errors as of `RtcTokenBuilder`. */
export const ChatTokenBuilder = {
  /** @param expire - seconds from now, of token and privilege alike */
  buildUserToken(
    ...parameters: [appId: string, appCertificate: string, userId: string | number, expire: number]
  ): string {
    const [appId, appCertificate, userId, expire] = parameters
    const user = readSeconds(expire, 'expire')
    const service = {
      type: 'chat',
      userId: readUser(userId, 'userId'),
      privileges: { user },
    } as const
    return sign007({ appId, appCertificate }, user, [service])
  },

  /** For the application's own calls. `expire`: seconds from now. */
  buildAppToken(appId: string, appCertificate: string, expire: number): string {
    const app = readSeconds(expire, 'expire')
    const service = { type: 'chat', userId: '', privileges: { app } } as const
    return sign007({ appId, appCertificate }, app, [service])
  },
}
