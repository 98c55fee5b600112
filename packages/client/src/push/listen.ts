import type { Environment } from '../environment.ts'
import { asTokenSourceError, isFinal, type TokenSourceError } from '../errors.ts'
import { systemEnvironment } from '../system-environment.ts'
import type { TokenSource } from '../token-source.ts'
import type { Once, Role } from '../types.ts'
import { connect } from './connect.ts'
import type { PushEvent } from './events.ts'

export interface ListenOptions {
  /** of the token server: ends with `/v1/events` */
  readonly url: string | URL
  /**
   * Takes a pushed token. Default: that of the source, which gives it to whoever is attached to it. That of an attached
   * Web SDK client sets the role of the SDK too.
   */
  readonly changeRole?: (role: Role, once: Once) => Promise<unknown>
  /** after it was seen to */
  readonly onEvent?: (event: PushEvent) => void
  /** what went wrong. Default: reported as an uncaught error when nothing is tried again, else nobody is told */
  readonly onError?: (error: TokenSourceError) => void
  /** default: this device */
  readonly environment?: Environment
}

export interface Listening {
  /** Ends it at once; the source goes on. */
  readonly stop: () => void
}

/** Longest pause between two attempts; up to as much comes on top at random. */
const longestPauseSeconds = 30
/** A connection that lasted as long was a good one. */
const goodSeconds = 30
/** After a renewal the connection is made anew, within so many seconds. */
const spreadSeconds = 5

/**
 * Listens to what the token server pushes to the user of a source, and does it, until `stop`, a ban or a refusal: takes
 * pushed tokens, renews when it is to re-authenticate. Connects with the present token, and again with the next one.
 *
 * @throws TypeError when `url` is no URL
 */
export function listenForPush(source: TokenSource, options: ListenOptions): Listening {
  const listener = new Listener(source, options)
  void listener.run()
  return { stop: () => listener.stop() }
}

class Listener {
  readonly #source: TokenSource
  readonly #options: ListenOptions
  readonly #environment: Environment
  readonly #url: string
  readonly #end = new AbortController()
  readonly #unlisten: () => void
  #connection = new AbortController()
  /** the token of the present connection */
  #connected: string | undefined
  /** the token that was refused last */
  #refused: string | undefined
  #wake: () => void = () => undefined
  #cancelNext: () => void = () => undefined
  #cancelRenewal: () => void = () => undefined

  constructor(source: TokenSource, options: ListenOptions) {
    this.#source = source
    this.#options = options
    this.#url = new URL(options.url).href
    this.#environment = options.environment ?? systemEnvironment()
    this.#unlisten = source.on('token', () => this.#follow())
  }

  stop(): void {
    this.#end.abort()
    this.#connection.abort()
    this.#unlisten()
    this.#cancelNext()
    this.#cancelRenewal()
    this.#wake()
  }

  get #stopped(): boolean {
    return this.#end.signal.aborted
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.#stopped; ) {
      const token = this.#source.current?.token
      if (token === undefined || token === this.#refused) {
        await this.#until(() => () => undefined) // a token comes
        continue
      }
      const began = this.#environment.now().monotonic
      const pause = await this.#connect(token)
      if (pause === 'at once') continue
      if (pause === 'next token') {
        this.#refused = token
        continue
      }
      failures = this.#environment.now().monotonic - began >= goodSeconds ? 0 : failures + 1
      const own = Math.min(longestPauseSeconds, 2 ** (failures - 1))
      const seconds = Math.max(pause, own) + own * this.#environment.random()
      await this.#until((go) => this.#environment.after(seconds, go))
    }
  }

  /** Waits until `begin` calls what it is given, or somebody wakes it. */
  async #until(begin: (go: () => void) => () => void): Promise<void> {
    if (this.#stopped) return
    let cancel: () => void = () => undefined
    await new Promise<void>((go) => {
      this.#wake = go
      cancel = begin(go)
    })
    cancel()
  }

  /** @returns seconds to wait before the next one, at least */
  async #connect(token: string): Promise<number | 'at once' | 'next token'> {
    this.#connection = new AbortController()
    this.#connected = token
    const { signal } = this.#connection
    const hear = (event: PushEvent) => this.#hear(event)
    try {
      return await connect({ environment: this.#environment, url: this.#url, token, signal, hear })
    } catch (cause) {
      if (signal.aborted) return 'at once'
      const error = asTokenSourceError(cause)
      if (error.status === 401) return 'next token'
      this.#tell(error)
      if (isFinal(error)) this.stop()
      return Math.min(error.retryAfterSeconds, 600)
    }
  }

  /** Another token is there: it is listened with from soon on, and the one before may end. */
  #follow(): void {
    this.#wake()
    this.#cancelNext()
    const spread = spreadSeconds * this.#environment.random()
    this.#cancelNext = this.#environment.after(spread, () => {
      if (this.#connected !== this.#source.current?.token) this.#connection.abort()
    })
  }

  async #hear(event: PushEvent): Promise<void> {
    if (this.#stopped) return
    if (event.type === 'token') await this.#take(event)
    else if (event.type === 'reauthenticate') this.#renewWithin(event.withinSeconds)
    else if (event.type === 'banned') this.stop()
    this.#attempt(() => this.#options.onEvent?.(event))
  }

  async #take({ role, token }: Extract<PushEvent, { type: 'token' }>): Promise<void> {
    const { changeRole = this.#source.changeRole } = this.#options
    try {
      await changeRole(role, { fetchToken: () => token })
    } catch (error) {
      this.#tell(asTokenSourceError(error))
    }
  }

  /** In the first half of the time, and not all users at once. */
  #renewWithin(seconds: number): void {
    this.#cancelRenewal()
    const after = (seconds / 2) * this.#environment.random()
    const renew = () => {
      this.#source.renew().catch((error) => this.#tell(asTokenSourceError(error)))
    }
    this.#cancelRenewal = this.#environment.after(after, renew)
  }

  #tell(error: TokenSourceError): void {
    const { onError } = this.#options
    if (this.#stopped) return
    if (onError !== undefined) this.#attempt(() => onError(error))
    else if (isFinal(error)) this.#environment.report(error)
  }

  /** What a function of the app throws is reported, and stops nothing here. */
  #attempt(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#environment.report(error)
    }
  }
}
