import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Address } from './engine.ts'
import { MediaError } from './media-error.ts'
import { type Command, isNotice, type Notice, openRequest } from './protocol.ts'

export interface ProcessParts {
  readonly address: Address
  /** module specifier of the WebRTC library */
  readonly engine: string
  /** a process that says nothing for about this long has hung, and is ended */
  readonly silenceMs: number
  readonly onNotice: (notice: Notice) => void
  readonly onUp: () => void
  readonly onDown: (reason: string) => void
}

export type Opened = { readonly port: number } | { readonly unavailable: string }

const pingsUnanswered = 4
/** Commands on their way to a process that does not read them. */
const mostUnsent = 10_000
const restartMs = { first: 100, most: 5000 }
const stableMs = 10_000
const openMs = 10_000
const closeMs = 1000

/** The media process: started again, after a pause that grows, whenever it ends. */
export class MediaProcess {
  readonly #parts: ProcessParts
  #address: Address
  #child: ChildProcess | undefined
  #up = false
  #unanswered = 0
  #unsent = 0
  #failures = 0
  #complaint = ''
  #restart: NodeJS.Timeout | undefined
  #closing: Promise<void> | undefined

  constructor(parts: ProcessParts) {
    this.#parts = parts
    this.#address = parts.address
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Commands may be sent. */
  get up(): boolean {
    return this.#up
  }

  /** @throws MediaError MEDIA_PORT_TAKEN, MEDIA_TIMEOUT */
  async start(): Promise<Opened> {
    const child = this.#fork()
    const opened = await this.#opened(child)
    if ('unavailable' in opened || this.#closing) return opened
    this.#address = { ...this.#address, port: opened.port }
    this.#up = true
    const sinceMs = performance.now()
    child.once('exit', (code, signal) => {
      if (performance.now() - sinceMs > stableMs) this.#failures = 0
      this.#ended(`the media process ended (${signal ?? code})`)
    })
    this.#watch(child)
    return opened
  }

  /** Commands to a process that is down are left out: whatever they are about is gone. */
  send(command: Command): void {
    const child = this.#child
    if (!child?.connected) return
    if (this.#unsent >= mostUnsent) {
      child.kill('SIGKILL')
      return
    }
    this.#unsent++
    child.send(command, () => {
      if (child === this.#child) this.#unsent--
    })
  }

  /** Ends the process, by force after a second. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    clearTimeout(this.#restart)
    this.#up = false
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const force = setTimeout(() => child.kill('SIGKILL'), closeMs)
    this.send({ type: 'close' })
    await ended
    clearTimeout(force)
  }

  #fork(): ChildProcess {
    const path = fileURLToPath(new URL('./child.js', import.meta.url))
    const child = fork(path, [this.#parts.engine], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {}, // it needs none, and the gateway's may hold certificates
      execArgv: [],
    })
    this.#child = child
    this.#unanswered = 0
    this.#unsent = 0
    this.#complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-2000)
    })
    child.on('error', () => child.kill('SIGKILL')) // a command could not be sent: its end is told below
    return child
  }

  #opened(child: ChildProcess): Promise<Opened> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => child.kill('SIGKILL'), openMs)
      const settled = () => {
        clearTimeout(late)
        child.off('message', listen).off('exit', ended)
      }
      const ended = (code: number | null, signal: string | null) => {
        settled()
        resolve({ unavailable: `the media process ended at its start (${signal ?? code})` })
      }
      const listen = (message: unknown) => {
        if (!isNotice(message)) return
        if (message.type === 'opened') resolve({ port: message.port })
        else if (message.type === 'unavailable') resolve({ unavailable: message.reason })
        else if (message.type === 'refused' && message.request === openRequest) {
          reject(new MediaError(message.code, message.message))
        } else return
        settled()
        if (message.type !== 'opened') child.kill('SIGKILL')
      }
      child.on('message', listen).on('exit', ended)
      this.send({ type: 'open', ...this.#address })
    })
  }

  /** Pings instead of a clock: a gateway that was itself stopped for a while must not take that for the other's silence. */
  #watch(child: ChildProcess): void {
    child.on('message', (message: unknown) => {
      this.#unanswered = 0
      if (isNotice(message)) this.#parts.onNotice(message)
    })
    const ping = setInterval(() => {
      if (++this.#unanswered > pingsUnanswered) child.kill('SIGKILL')
      else this.send({ type: 'ping' })
    }, this.#parts.silenceMs / pingsUnanswered)
    ping.unref()
    child.once('exit', () => clearInterval(ping))
  }

  #ended(reason: string): void {
    if (this.#closing) return
    this.#up = false
    this.#parts.onDown(this.#complaint ? `${reason}: ${this.#complaint.trim()}` : reason)
    this.#startAgain()
  }

  #startAgain(): void {
    if (this.#closing) return
    const pauseMs = Math.min(restartMs.most, restartMs.first * 2 ** this.#failures)
    this.#failures++
    this.#restart = setTimeout(async () => {
      const opened = await this.start().catch(() => undefined)
      if (opened && 'port' in opened) this.#parts.onUp()
      else this.#startAgain()
    }, pauseMs)
  }
}
