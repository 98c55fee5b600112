import type { TokenSource } from '../token-source.ts'
import { type Attached, type AttachOptions, Keeper } from './keep.ts'

/** What is listened to. */
export interface ChatHandler {
  onTokenWillExpire(): void
  onTokenExpired(): void
  onConnected(): void
  onDisconnected(): void
}

/** The part of agora-chat's connection that is used. */
export interface ChatConnection {
  addEventHandler(id: string, handler: ChatHandler): void
  removeEventHandler(id: string): void
  open(options: { user: string; accessToken: string }): Promise<unknown>
  renewToken(token: string): unknown
}

export interface ChatOptions {
  readonly user: string
}

export interface AttachedChat extends Attached {
  /** Opens the connection with a token of the source. */
  readonly open: () => Promise<void>
}

let attached = 0

/**
 * Keeps a Chat connection open, also past the end of a token. Chat warns at half of a token's life: the source
 * goes on with its own schedule, and the warning only hands over a token that the connection does not have yet.
 */
export function attachChat(
  connection: ChatConnection,
  source: TokenSource,
  options: ChatOptions & AttachOptions,
): AttachedChat {
  const id = `@symbolon/client ${attached++}`
  const { user } = options
  let isIn = false
  const open = async (accessToken: string) => {
    await connection.open({ user, accessToken })
    isIn = true
  }
  const keeper = new Keeper(source, options, {
    isIn: () => isIn,
    renew: (token) => connection.renewToken(token),
    rejoin: open,
  })
  connection.addEventHandler(id, {
    onTokenWillExpire: () => {
      isIn = true
      void keeper.freshen()
    },
    onTokenExpired: () => void keeper.ended(),
    onConnected: () => {
      isIn = true
      void keeper.giveCurrent()
    },
    onDisconnected: () => {
      isIn = false
    },
  })
  return {
    open: () => keeper.join(open),
    detach: () => {
      connection.removeEventHandler(id)
      keeper.detach()
    },
  }
}
