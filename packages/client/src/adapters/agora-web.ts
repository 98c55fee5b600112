import { asTokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import type { Once, Role } from '../types.ts'
import { type Attached, type AttachOptions, Keeper } from './keep.ts'

/** The part of agora-rtc-sdk-ng's `IAgoraRTCClient` that is used. */
export interface AgoraWebClient<Track = unknown> {
  readonly connectionState: string
  readonly localTracks: Track[]
  readonly uid?: number | string | undefined
  readonly role?: string
  on(event: 'token-privilege-will-expire', listener: () => void): void
  on(event: 'token-privilege-did-expire', listener: () => void): void
  on(event: 'connection-state-change', listener: (now: string, before: string) => void): void
  off(event: string, listener: (now: string, before: string) => void): void
  join(
    appId: string,
    channel: string,
    token: string | null,
    uid?: number | string | null,
    options?: object,
  ): Promise<number | string>
  publish(tracks: Track[]): Promise<unknown>
  renewToken(token: string): Promise<void>
  setClientRole(role: 'host' | 'audience'): Promise<void>
}

/** How the client joins. */
export interface AgoraWebJoin {
  readonly appId: string
  readonly channel: string
  /** integer, or string account; none = the platform assigns one at the first join, which is then kept */
  readonly uid?: number | string | null
  /** passed to the SDK's `join` */
  readonly joinOptions?: object
}

export interface AttachedAgoraWeb extends Attached {
  /** Joins with a token of the source. @returns the uid */
  readonly join: () => Promise<number | string>
  /** Another token and another role, without leaving: live mode only. */
  readonly changeRole: (role: Role, once?: Once) => Promise<void>
}

/**
 * Keeps a Web SDK 4.x client in its channel: hands it each new token, fetches one when the SDK warns, and after
 * the end joins again, under the same uid, and publishes the tracks that were published.
 */
export function attachAgoraWeb<Track>(
  client: AgoraWebClient<Track>,
  source: TokenSource,
  options: AgoraWebJoin & AttachOptions,
): AttachedAgoraWeb {
  const { appId, channel, joinOptions } = options
  let uid = options.uid ?? null
  let published: Track[] = []
  let joining = false
  const joinWith = async (token: string) => {
    joining = true
    try {
      const given = await client.join(appId, channel, token, uid, joinOptions)
      uid = given
      return given
    } finally {
      joining = false
    }
  }
  const keeper = new Keeper(source, options, {
    isIn: () => client.connectionState === 'CONNECTED',
    renew: (token) => client.renewToken(token),
    rejoin: async (token) => {
      if (client.connectionState === 'DISCONNECTED') await joinWith(token)
      else await client.renewToken(token) // an attempt before got in and could not publish
      const missing = published.filter((track) => !client.localTracks.includes(track))
      if (missing.length > 0) await client.publish(missing)
    },
  })
  if (client.connectionState !== 'DISCONNECTED') keeper.joinedWithout()
  const detach = listen(client, {
    'token-privilege-will-expire': () => void keeper.willEnd(),
    'token-privilege-did-expire': () => void keeper.ended(),
    'connection-state-change': (now, before) => {
      // the SDK may forget its tracks before it says that the token has ended
      if (before === 'CONNECTED') published = [...client.localTracks]
      if (now === 'CONNECTING' && !joining) keeper.joinedWithout()
      if (now === 'CONNECTED') {
        uid = client.uid ?? uid
        void keeper.giveCurrent()
      }
    },
  })
  return {
    join: () => keeper.join(joinWith),
    changeRole: (role, once) => changeRole({ client, source, keeper }, role, once),
    detach: () => {
      detach()
      keeper.detach()
    },
  }
}

/**
 * The platform looks at the token when a host is made, so a publisher's token comes first and goes last. Without the
 * token the client has the role that it had.
 */
async function changeRole(
  {
    client,
    source,
    keeper,
  }: {
    client: Pick<AgoraWebClient, 'role' | 'setClientRole'>
    source: TokenSource
    keeper: Keeper
  },
  role: Role,
  once?: Once,
): Promise<void> {
  const wasHost = client.role !== 'audience'
  if (role === 'subscriber') await client.setClientRole('audience')
  try {
    await source.changeRole(role, once)
  } catch (error) {
    if (role === 'subscriber' && wasHost) {
      const message = 'the SDK did not take the role'
      await client
        .setClientRole('host')
        .catch((cause) => keeper.report(asTokenSourceError(cause, 'SDK_RENEWAL_FAILED', message)))
    }
    throw error
  }
  await keeper.hand()
  if (role === 'publisher') await client.setClientRole('host')
}

type Listeners = {
  readonly 'token-privilege-will-expire': () => void
  readonly 'token-privilege-did-expire': () => void
  readonly 'connection-state-change': (now: string, before: string) => void
}

function listen(client: Pick<AgoraWebClient, 'on' | 'off'>, listeners: Listeners): () => void {
  client.on('token-privilege-will-expire', listeners['token-privilege-will-expire'])
  client.on('token-privilege-did-expire', listeners['token-privilege-did-expire'])
  client.on('connection-state-change', listeners['connection-state-change'])
  return () => {
    for (const event of Object.keys(listeners) as (keyof Listeners)[]) {
      client.off(event, listeners[event])
    }
  }
}
