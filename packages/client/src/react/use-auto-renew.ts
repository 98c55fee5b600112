'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import {
  type AgoraWebClient,
  type AgoraWebJoin,
  type AttachedAgoraWeb,
  attachAgoraWeb,
} from '../adapters/agora-web.ts'
import { TokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import type { Role } from '../types.ts'

/** How the client joins again after its token ended: as it was joined. */
export interface AutoRenewOptions extends AgoraWebJoin {
  /** false while the client is to stay out of the channel: as of `useJoin`. Default true */
  readonly ready?: boolean
}

export interface AutoRenew {
  /** what went wrong last, of the token server or of the SDK; null again once the client has a new token */
  readonly error: TokenSourceError | null
  /**
   * Another token and another role, without leaving: live mode only. Rejects, and all stays as it is, when the role is
   * refused. Unpublish before you become a subscriber.
   */
  readonly changeRole: (role: Role) => Promise<void>
}

/**
 * Keeps a Web SDK 4.x client in the channel that it joined, by `useJoin` or any other way: hands it each new token, and after
 * the end of one joins again and publishes what was published. Once for each client.
 *
 * @param source - of `useToken`; null for none now
 * @throws TypeError, to the error boundary, without options
 */
export function useAutoRenew<Track>(
  client: AgoraWebClient<Track> | null | undefined,
  source: TokenSource | null | undefined,
  options: AutoRenewOptions,
): AutoRenew {
  if (!options) throw new TypeError('useAutoRenew needs appId and channel')
  const { appId, channel, uid, joinOptions, ready = true } = options
  const [error, setError] = useState<TokenSourceError | null>(null)
  const attached = useRef<AttachedAgoraWeb | null>(null)
  const joinKey = JSON.stringify(joinOptions)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the join options
  useEffect(() => {
    if (!client || !source || !ready) return
    const one = attachAgoraWeb(client, source, {
      ...{ appId, channel, uid, joinOptions },
      onError: setError,
      onRenewed: () => setError(null),
    })
    attached.current = one
    return () => {
      attached.current = null
      one.detach()
      setError(null)
    }
  }, [client, source, appId, channel, uid, joinKey, ready])

  const changeRole = useCallback(async (role: Role) => {
    if (attached.current === null) {
      throw new TokenSourceError('TOKEN_SOURCE_CLOSED', 'there is no client yet')
    }
    await attached.current.changeRole(role)
  }, [])
  return { error, changeRole }
}
