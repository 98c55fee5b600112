import type { AgoraWebClient } from '@symbolon/client/agora-web'

type Listener = (...args: never[]) => void

/** Shaped as a Web SDK client, and does what it is told. */
export class FakeClient implements AgoraWebClient<string> {
  connectionState = 'DISCONNECTED'
  localTracks: string[] = []
  uid: number | undefined
  readonly calls: string[] = []
  private readonly listeners = new Map<string, Set<Listener>>()

  on(event: string, listener: Listener): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener))
  }

  off(event: string, listener: Listener): void {
    this.listeners.get(event)?.delete(listener)
  }

  listening(): number {
    return Array.from(this.listeners.values(), ({ size }) => size).reduce((a, b) => a + b, 0)
  }

  async join(_appId: string, _channel: string, token: string | null): Promise<number> {
    this.calls.push(`join ${token}`)
    this.become('CONNECTING')
    await undefined
    this.uid = 7
    this.become('CONNECTED')
    return 7
  }

  async publish(tracks: string[]): Promise<void> {
    this.calls.push(`publish ${tracks}`)
    this.localTracks = [...this.localTracks, ...tracks]
  }

  async renewToken(token: string): Promise<void> {
    this.calls.push(`renewToken ${token}`)
  }

  async setClientRole(role: string): Promise<void> {
    this.calls.push(`setClientRole ${role}`)
  }

  /** What the platform does at the end of a token. */
  expel(): void {
    this.become('DISCONNECTING')
    this.localTracks = []
    this.become('DISCONNECTED')
    this.emit('token-privilege-did-expire')
  }

  emit(event: string, ...args: string[]): void {
    for (const listener of this.listeners.get(event) ?? []) {
      ;(listener as (...args: string[]) => void)(...args)
    }
  }

  private become(state: string): void {
    const before = this.connectionState
    this.connectionState = state
    this.emit('connection-state-change', state, before)
  }
}
