import type { TokenSource } from '../token-source.ts'
import { type Attached, type AttachOptions, Keeper } from './keep.ts'

/** What is listened to; of the last, the state and its reason. */
export type AgoraRtmLegacyEvent =
  | 'TokenPrivilegeWillExpire'
  | 'TokenExpired'
  | 'ConnectionStateChanged'

/** The part of agora-rtm-sdk 1.x's client that is used. */
export interface AgoraRtmLegacyClient {
  on(event: AgoraRtmLegacyEvent, listener: (...args: string[]) => void): unknown
  off(event: AgoraRtmLegacyEvent, listener: (...args: string[]) => void): unknown
  login(options: { uid: string; token?: string }): Promise<void>
  renewToken(token: string): Promise<void>
}

export interface AgoraRtmLegacyOptions {
  readonly uid: string
  /** after it logged in again: channels may have to be joined again */
  readonly onLoggedInAgain?: () => void
}

export interface AttachedAgoraRtmLegacy extends Attached {
  /** Logs in with a token of the source. */
  readonly login: () => Promise<void>
}

/** Keeps an RTM 1.x client logged in, also past the end of a token. */
export function attachAgoraRtmLegacy(
  client: AgoraRtmLegacyClient,
  source: TokenSource,
  options: AgoraRtmLegacyOptions & AttachOptions,
): AttachedAgoraRtmLegacy {
  const { uid, onLoggedInAgain } = options
  let isIn = false
  const login = async (token: string) => {
    await client.login({ uid, token })
    isIn = true
  }
  const keeper = new Keeper(source, options, {
    isIn: () => isIn,
    renew: (token) => client.renewToken(token),
    rejoin: async (token) => {
      await login(token)
      onLoggedInAgain?.()
    },
  })
  const willExpire = () => {
    isIn = true
    void keeper.willEnd()
  }
  // told while it reconnects: a new token lets it go on
  const expired = () => void keeper.willEnd()
  const stateChanged = (state?: string, reason?: string) => {
    isIn = state === 'CONNECTED' || state === 'RECONNECTING'
    if (state === 'CONNECTED') void keeper.giveCurrent()
    if (state === 'ABORTED' && reason === 'TOKEN_EXPIRED') void keeper.ended()
  }
  client.on('TokenPrivilegeWillExpire', willExpire)
  client.on('TokenExpired', expired)
  client.on('ConnectionStateChanged', stateChanged)
  return {
    login: () => keeper.join(login),
    detach: () => {
      client.off('TokenPrivilegeWillExpire', willExpire)
      client.off('TokenExpired', expired)
      client.off('ConnectionStateChanged', stateChanged)
      keeper.detach()
    },
  }
}
