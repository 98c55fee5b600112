import { asTokenSourceError, TokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import { type Attached, type AttachOptions, Keeper } from './keep.ts'

/** The part of agora-rtm-sdk 2.x's client that is used. */
export interface AgoraRtmClient {
  addEventListener(event: 'tokenPrivilegeWillExpire', listener: (channelName: string) => void): void
  addEventListener(event: 'linkState', listener: (event: AgoraRtmLinkState) => void): void
  removeEventListener(
    event: 'tokenPrivilegeWillExpire',
    listener: (channelName: string) => void,
  ): void
  removeEventListener(event: 'linkState', listener: (event: AgoraRtmLinkState) => void): void
  login(options?: { token?: string }): Promise<unknown>
  renewToken(token: string, options?: { channelName?: string }): Promise<unknown>
}

/** Of the SDK's event `linkState`. */
export interface AgoraRtmLinkState {
  readonly currentState: string
  readonly reasonCode: string
  readonly serviceType: string
}

export interface AgoraRtmOptions {
  /** the source of a stream channel's token, which is an RTC token for that channel and this user */
  readonly streamChannel?: (channelName: string) => TokenSource | undefined
  /** after it logged in again: subscriptions may have to be made again */
  readonly onLoggedInAgain?: () => void
}

export interface AttachedAgoraRtm extends Attached {
  /** Logs in with a token of the source. */
  readonly login: () => Promise<void>
}

/** Keeps an RTM 2.x client logged in, also past the end of a token. */
export function attachAgoraRtm(
  client: AgoraRtmClient,
  source: TokenSource,
  options: AgoraRtmOptions & AttachOptions = {},
): AttachedAgoraRtm {
  const { streamChannel, onLoggedInAgain } = options
  let isIn = false
  const login = async (token: string) => {
    await client.login({ token })
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
  const willExpire = (channelName: string) => {
    if (channelName) {
      void renewStreamChannel(client, channelName, streamChannel).catch((error) =>
        keeper.report(
          asTokenSourceError(error, 'SDK_RENEWAL_FAILED', 'the SDK did not take the token'),
        ),
      )
      return
    }
    isIn = true
    void keeper.willEnd()
  }
  const linkState = ({ currentState, reasonCode, serviceType }: AgoraRtmLinkState) => {
    if (serviceType === 'STREAM') return
    isIn = currentState === 'CONNECTED'
    if (isIn) void keeper.giveCurrent()
    if (currentState === 'FAILED' && reasonCode === 'TOKEN_EXPIRED') void keeper.ended()
  }
  client.addEventListener('tokenPrivilegeWillExpire', willExpire)
  client.addEventListener('linkState', linkState)
  return {
    login: () => keeper.join(login),
    detach: () => {
      client.removeEventListener('tokenPrivilegeWillExpire', willExpire)
      client.removeEventListener('linkState', linkState)
      keeper.detach()
    },
  }
}

async function renewStreamChannel(
  client: AgoraRtmClient,
  channelName: string,
  streamChannel: AgoraRtmOptions['streamChannel'],
): Promise<void> {
  const source = streamChannel?.(channelName)
  if (source === undefined) {
    const message = `the token of stream channel ${channelName} ends, and streamChannel gives no source for it`
    throw new TokenSourceError('SDK_RENEWAL_FAILED', message)
  }
  const { token } = await source.renew()
  await client.renewToken(token, { channelName })
}
