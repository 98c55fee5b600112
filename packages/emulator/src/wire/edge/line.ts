import type { WebSocket } from 'ws'
import { encodePush, type Push } from './envelope.ts'

export interface LineLimits {
  /** a client that reads so slowly that this much waits for it is cut off */
  readonly mostBufferedBytes: number
}

/** One client's socket: everything that is written to it goes through here. */
export class Line {
  private readonly socket: WebSocket
  private readonly limits: LineLimits

  constructor(socket: WebSocket, limits: LineLimits) {
    this.socket = socket
    this.limits = limits
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  push(push: Push): void {
    this.send(encodePush(push))
  }

  send(text: string): void {
    if (!this.isOpen) return
    if (this.socket.bufferedAmount > this.limits.mostBufferedBytes) {
      this.drop()
      return
    }
    this.socket.send(text)
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  /** Ends it at once, as a loss of the network would. */
  drop(): void {
    this.socket.terminate()
  }
}
