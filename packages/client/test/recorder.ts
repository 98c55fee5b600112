import { EventEmitter } from 'node:events'
import type { ChatHandler } from '@symbolon/client/chat'
import type { NativeEngineHandler } from '@symbolon/client/native-engine'

/** Stands in for the clients of all SDKs but the newest: remembers what was called; listeners by name. */
export class Recorder extends EventEmitter {
  readonly calls: string[] = []
  handler: NativeEngineHandler | undefined
  chat: ChatHandler | undefined
  code = 0

  join(token: string | null, channel: string, uid: unknown, onSuccess: (uid: number) => void) {
    this.calls.push(`join ${token} ${channel} ${uid}`)
    onSuccess(7)
  }
  publish(stream: string, onFailure: (error: unknown) => void) {
    this.calls.push(`publish ${stream}`)
    if (stream === 'broken') onFailure(new Error('of the SDK'))
  }
  renewToken(token: string, options?: { channelName?: string }): never {
    this.calls.push(`renewToken ${[token, options?.channelName ?? ''].join(' ').trim()}`)
    return this.code as never
  }
  async login({ token, uid }: { token?: string; uid?: string } = {}) {
    this.calls.push(`login ${[token, uid ?? ''].join(' ').trim()}`)
  }
  async open({ user, accessToken }: { user: string; accessToken: string }) {
    this.calls.push(`open ${user} ${accessToken}`)
  }
  addEventListener(event: string, listener: (...args: never[]) => void) {
    this.on(event, listener as never)
  }
  removeEventListener(event: string, listener: (...args: never[]) => void) {
    this.off(event, listener as never)
  }
  registerEventHandler(handler: NativeEngineHandler) {
    this.handler = handler
  }
  unregisterEventHandler(handler: NativeEngineHandler) {
    if (this.handler === handler) this.handler = undefined
  }
  addEventHandler(_id: string, handler: ChatHandler) {
    this.chat = handler
  }
  removeEventHandler() {
    this.chat = undefined
  }
}
