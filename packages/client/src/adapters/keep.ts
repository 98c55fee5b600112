import type { Environment } from '../environment.ts'
import { asTokenSourceError, isFinal, type TokenSourceError } from '../errors.ts'
import { report } from '../report.ts'
import type { TokenSource } from '../token-source.ts'

/** What every adapter takes. */
export interface AttachOptions {
  /** what went wrong: of the token server, or of the SDK. Default: reported as an uncaught error */
  readonly onError?: (error: TokenSourceError) => void
  /** the SDK has taken a new token, or is in again with it */
  readonly onRenewed?: () => void
  /** default: this device */
  readonly environment?: Pick<Environment, 'after'>
}

/** What every adapter gives. */
export interface Attached {
  /** Ends the renewing of this client; the source goes on. */
  readonly detach: () => void
}

/** How one SDK is served. */
export interface Served {
  /** whether the client is in, so that a token can be handed to it */
  readonly isIn: () => boolean
  /** hands it a token */
  readonly renew: (token: string) => unknown
  /** gets it in again with a token, after the one before ended */
  readonly rejoin: (token: string) => unknown
}

/** Attempts to get in again with one token each; the SDK has its own for a bad network. */
const rejoins = 3
/** A token that the SDK did not take is given again after 1, 2 and 4 seconds: its network may have failed for a moment. */
const givesAgain = 3

/**
 * What all adapters do: hand every new token to the SDK, fetch one when the SDK warns, and get back in after the end
 * as soon as there is a token.
 */
export class Keeper implements Attached {
  readonly #source: TokenSource
  readonly #options: AttachOptions
  readonly #served: Served
  readonly #unlisten: readonly (() => void)[]
  #cancelTimer: () => void = () => undefined
  #given: string | undefined
  #giving: Promise<void> = Promise.resolve()
  #out = false
  #rejoining = false
  #detached = false

  constructor(source: TokenSource, options: AttachOptions, served: Served) {
    this.#source = source
    this.#options = options
    this.#served = served
    this.#unlisten = [
      source.on('token', () => void this.giveCurrent()),
      source.on('refused', (error) => this.report(error)),
    ]
  }

  /** Gets the client in for the first time. Rejects with what the source or the SDK says. */
  async join<T>(joinWith: (token: string) => Promise<T>): Promise<T> {
    const { token } = await this.#source.get()
    this.#given = token
    this.#out = false
    const result = await joinWith(token)
    void this.giveCurrent() // one may have come meanwhile
    return result
  }

  /** The app gets the client in by itself: with the token that there is, as far as can be known. */
  joinedWithout(): void {
    this.#given = this.#source.current?.token
    this.#out = false
  }

  /** The newest token to the client, unless it has it. */
  giveCurrent(nth = 0): Promise<void> {
    if (this.#out) return this.ended()
    this.#cancelTimer()
    this.#giving = this.#giving.then(() => this.#give()).catch((error) => this.#again(error, nth))
    return this.#giving
  }

  /** What it did not take at the last time is told. */
  #again(error: TokenSourceError, nth: number): void {
    this.#cancelTimer()
    if (nth === givesAgain) this.report(error)
    else if (!this.#detached) {
      const after = this.#options.environment?.after ?? afterSeconds
      this.#cancelTimer = after(2 ** nth, () => void (this.#out || this.giveCurrent(nth + 1)))
    }
  }

  /** The same for someone who has to know whether the client took it. Rejects when it did not. */
  async hand(): Promise<void> {
    await this.#giving
    await this.#give()
  }

  async #give(): Promise<void> {
    const { isIn, renew } = this.#served
    const { current } = this.#source
    if (current === undefined || current.token === this.#given) return
    if (this.#detached || !isIn()) return
    try {
      await renew(current.token)
      this.#given = current.token
    } catch (error) {
      throw asTokenSourceError(error, 'SDK_RENEWAL_FAILED', 'the SDK did not take the token')
    }
    attempt(() => this.#options.onRenewed?.())
  }

  /** The SDK warns: its token ends soon. */
  async willEnd(): Promise<void> {
    const source = this.#source
    const has = source.current !== undefined && source.current.token === this.#given
    await this.#fetched(() => (has ? source.renew() : source.get()))
  }

  /** The SDK warns long before: what there is, or what is due. */
  freshen(): Promise<void> {
    return this.#fetched(() => this.#source.get())
  }

  async #fetched(fetch: () => Promise<unknown>): Promise<void> {
    const source = this.#source
    const before = source.current?.token
    try {
      await fetch()
      if (source.current?.token === before) await this.giveCurrent() // else its event did
    } catch (error) {
      this.#told(error)
    }
  }

  /** The token has ended and the client is out. When no token can be had now, the next that comes is used. */
  async ended(): Promise<void> {
    this.#out = true
    if (this.#rejoining) return
    this.#rejoining = true
    try {
      for (let left = rejoins; this.#out && !this.#detached; left--) await this.#rejoin(left === 1)
    } catch (error) {
      this.#told(error)
    } finally {
      this.#rejoining = false
    }
  }

  async #rejoin(last: boolean): Promise<void> {
    const source = this.#source
    const { current } = source
    const token = await (current?.token === this.#given ? source.renew() : source.get())
    if (this.#detached) return
    this.#given = token.token
    try {
      await this.#served.rejoin(token.token)
      this.#out = false
    } catch (error) {
      if (!last) return
      throw asTokenSourceError(error, 'SDK_REJOIN_FAILED', 'the SDK did not get back in')
    }
    attempt(() => this.#options.onRenewed?.())
  }

  /** A refusal is told by the source's own event. */
  #told(error: unknown): void {
    const failure = asTokenSourceError(error)
    if (!isFinal(failure) && !this.#detached) this.report(failure)
  }

  report(error: TokenSourceError): void {
    attempt(() => (this.#options.onError ?? report)(error))
  }

  detach = (): void => {
    this.#detached = true
    this.#cancelTimer()
    for (const end of this.#unlisten) end()
  }
}

/** What a listener of the app throws is reported, and stops nothing here. */
function attempt(act: () => void): void {
  try {
    act()
  } catch (error) {
    report(error)
  }
}

function afterSeconds(seconds: number, act: () => void): () => void {
  const timer = setTimeout(act, seconds * 1000)
  return () => clearTimeout(timer)
}
