import { TokenSourceError } from '../errors.ts'
import type { TokenSource } from '../token-source.ts'
import { type Attached, type AttachOptions, Keeper } from './keep.ts'

/** What is listened to. Arguments are those of the 4.x engines: the connection first. */
export interface NativeEngineHandler {
  onTokenPrivilegeWillExpire(): void
  onRequestToken(): void
  onConnectionStateChanged(connection: unknown, state: number): void
  onRenewTokenResult(connection: unknown, token: string, code: number): void
}

/** The part of a native-style engine (React Native, Electron, 4.x) that is used. */
export interface NativeEngine {
  registerEventHandler(handler: NativeEngineHandler): unknown
  unregisterEventHandler(handler: NativeEngineHandler): unknown
  /** @returns 0, or a negative number when the engine does not take it */
  renewToken(token: string): number
}

export interface NativeEngineOptions {
  /** gets in again after the token ended: `leaveChannel`, then `joinChannel` with it. Default: `renewToken`, which engines from 4.0 on accept */
  readonly rejoin?: (token: string) => unknown
}

const connecting = 2
const connected = 3
/** of `onRenewTokenResult`: a later renewal replaced this one */
const replaced = 6

/** Keeps a native-style engine in its channel, also past the end of a token. */
export function attachNativeEngine(
  engine: NativeEngine,
  source: TokenSource,
  options: NativeEngineOptions & AttachOptions = {},
): Attached {
  let isIn = false
  let rejoining = false
  const renew = (token: string) => {
    const code = engine.renewToken(token)
    if (code < 0) throw failed(code)
  }
  const keeper = new Keeper(source, options, {
    isIn: () => isIn,
    renew,
    rejoin: async (token) => {
      rejoining = true
      try {
        await (options.rejoin ?? renew)(token)
      } finally {
        rejoining = false
      }
    },
  })
  const handler: NativeEngineHandler = {
    onTokenPrivilegeWillExpire: () => {
      isIn = true
      void keeper.willEnd()
    },
    onRequestToken: () => void keeper.ended(),
    onConnectionStateChanged: (_connection, state) => {
      isIn = state === connected
      if (state === connecting && !rejoining) keeper.joinedWithout()
      if (isIn) void keeper.giveCurrent()
    },
    onRenewTokenResult: (_connection, _token, code) => {
      if (code !== 0 && code !== replaced) keeper.report(failed(code))
    },
  }
  engine.registerEventHandler(handler)
  return {
    detach: () => {
      engine.unregisterEventHandler(handler)
      keeper.detach()
    },
  }
}

function failed(code: number): TokenSourceError {
  return new TokenSourceError('SDK_RENEWAL_FAILED', `the engine did not take the token: ${code}`)
}
