import { asTokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import { type Attached, type AttachOptions, Keeper } from './keep.ts'

type Uid = number | string

/** The part of the client of Web SDK 2.x and 3.x that is used. */
export interface AgoraWebLegacyClient<Stream = unknown> {
  on(event: string, listener: () => void): void
  off?(event: string, listener: () => void): void
  /** then two callbacks; the typings of 3.x have an optional text before them, which it does without */
  join(token: string | null, channel: string, uid: Uid | null, ...rest: never[]): void
  publish(stream: Stream, onFailure: (error: unknown) => void): void
  renewToken(token: string): void
  getConnectionState?(): string
}

interface Joining {
  join(
    token: string,
    channel: string,
    uid: Uid | null,
    onSuccess: (uid: Uid) => void,
    onFailure: (error: unknown) => void,
  ): void
}

export interface AgoraWebLegacyJoin<Stream = unknown> {
  readonly channel: string
  readonly uid?: Uid | null
  /** what is published at the moment, to be published again after the client had to join again */
  readonly streams?: () => readonly Stream[]
}

export interface AttachedAgoraWebLegacy extends Attached {
  /** Joins with a token of the source; `init` comes before. @returns the uid */
  readonly join: () => Promise<Uid>
}

/** Keeps a client of Web SDK 2.x or 3.x in its channel, also past the end of a token. */
export function attachAgoraWebLegacy<Stream>(
  client: AgoraWebLegacyClient<Stream>,
  source: TokenSource,
  options: AgoraWebLegacyJoin<Stream> & AttachOptions,
): AttachedAgoraWebLegacy {
  const { channel, streams } = options
  let uid = options.uid ?? null
  let isIn = false
  const joinWith = async (token: string): Promise<Uid> => {
    const given = await new Promise<Uid>((resolve, reject) => {
      ;(client as Joining).join(token, channel, uid, resolve, reject)
    })
    uid = given
    isIn = true
    return given
  }
  const keeper = new Keeper(source, options, {
    isIn: () => isIn && (client.getConnectionState?.() ?? 'CONNECTED') === 'CONNECTED',
    renew: (token) => client.renewToken(token),
    rejoin: async (token) => {
      await joinWith(token)
      for (const stream of streams?.() ?? []) {
        client.publish(stream, (error) => {
          keeper.report(
            asTokenSourceError(error, 'SDK_REJOIN_FAILED', 'the SDK did not publish again'),
          )
        })
      }
    },
  })
  const willExpire = () => {
    isIn = true
    void keeper.willEnd()
  }
  const didExpire = () => {
    isIn = false
    void keeper.ended()
  }
  client.on('onTokenPrivilegeWillExpire', willExpire)
  client.on('onTokenPrivilegeDidExpire', didExpire)
  return {
    join: () => keeper.join(joinWith),
    detach: () => {
      client.off?.('onTokenPrivilegeWillExpire', willExpire)
      client.off?.('onTokenPrivilegeDidExpire', didExpire)
      keeper.detach()
    },
  }
}
