import { type Anchor, elapsed, type Reading, serverTime } from './clock-offset.ts'
import type { Environment } from './environment.ts'
import { asTokenSourceError, isFinal, TokenSourceError } from './errors.ts'
import type { Events } from './events.ts'
import { closed, fetchOnce, type Obtained, type Origin } from './fetch-token.ts'
import { isFit, isNewer, secondsUntilAttempt } from './renewal.ts'
import { errorOf, type Sharing, share, type Told, toldOf, toldOfFailure } from './sharing.ts'
import type { ClientToken, Role, TokenWish } from './types.ts'
import { Waiting } from './waiting.ts'

/** Attempts that one `get` waits for when there is no token, and the longest pause between them. */
const attemptsOfGet = 4
const patienceOfGetSeconds = 15
/** Timers fire a little early. */
const timerSlack = 0.005

interface Failed {
  readonly error: TokenSourceError
  readonly count: number
  readonly at: Reading
}

export interface RenewerOptions {
  readonly environment: Environment
  readonly origin: Origin
  readonly wish: TokenWish
  readonly events: Events
  /** the name under which tabs share; none = this tab keeps to itself */
  readonly shareName: (wish: TokenWish) => string | undefined
}

/** Keeps one token: one timer, one attempt at a time. What is decided when stands in `renewal.ts`. */
export class Renewer {
  readonly #environment: Environment
  readonly #origin: Origin
  readonly #events: Events
  readonly #shareName: RenewerOptions['shareName']
  readonly #stop = new AbortController()
  readonly #unwake: () => void
  #wish: TokenWish
  #sharing: Sharing
  #token: ClientToken | undefined
  #anchor: Anchor | undefined
  #failed: Failed | undefined
  readonly #waiting = new Waiting()
  #attempt: Promise<void> | undefined
  #woken = false
  #endTold = false
  #random: number
  #cancelTimer: () => void = () => undefined

  constructor({ environment, origin, wish, events, shareName }: RenewerOptions) {
    this.#environment = environment
    this.#origin = origin
    this.#events = events
    this.#shareName = shareName
    this.#wish = wish
    this.#random = environment.random()
    this.#sharing = this.#join(wish)
    this.#unwake = environment.onWake(() => this.#wake())
  }

  get current(): ClientToken | undefined {
    return this.#token !== undefined && this.now() < this.#token.expiresAt ? this.#token : undefined
  }

  /**
   * Unix seconds on the token server's clock. Each look is the start of the next, so that sleep is not
   * forgotten when the clock is set back later.
   */
  now(): number {
    const reading = this.#environment.now()
    const serverAt = serverTime(this.#anchor, reading)
    if (this.#anchor !== undefined) this.#anchor = { serverAt, reading }
    return serverAt
  }

  async get(): Promise<ClientToken> {
    const { current } = this
    if (current === undefined) return this.next(attemptsOfGet)
    if (isFit(current, this.now()) && !this.#stop.signal.aborted) return current
    return this.next(1).catch((error) => {
      if (this.current === undefined || this.#stop.signal.aborted) throw error
      return this.current
    })
  }

  /** A token that comes from now on; rejects after so many attempts. */
  next(attempts: number): Promise<ClientToken> {
    return new Promise((resolve, reject) => {
      if (this.#stop.signal.aborted) reject(closed())
      else {
        this.#waiting.add({ resolve, reject, attempts })
        this.#dismiss()
        this.#plan()
      }
    })
  }

  /** A refusal leaves everything as it was. */
  async changeRole(role: Role): Promise<ClientToken> {
    while (this.#attempt !== undefined) await this.#attempt
    if (this.#stop.signal.aborted) throw closed()
    const wish = { ...this.#wish, role }
    const sharing = this.#join(wish)
    try {
      return await this.#hold(() =>
        sharing.inTurn(async () => {
          const fetched = await this.#fetch(wish)
          this.#sharing.close()
          this.#sharing = sharing
          this.#wish = wish
          this.#take(fetched)
          return fetched.token
        }),
      )
    } catch (error) {
      sharing.close()
      throw error
    }
  }

  close(): void {
    this.#stop.abort()
    this.#cancelTimer()
    this.#unwake()
    this.#token = undefined
    this.#sharing.close()
    this.#waiting.reject(closed(), true)
  }

  #join(wish: TokenWish): Sharing {
    const sharing = share(this.#environment, this.#shareName(wish), (told) =>
      this.#hear(told, wish),
    )
    sharing.tell({ ask: true })
    return sharing
  }

  /** Does what is due now, and sets the timer for what comes next. */
  #plan(): void {
    this.#cancelTimer()
    if (this.#attempt !== undefined || this.#stop.signal.aborted) return
    const wait = this.#secondsUntilAttempt() ?? Number.POSITIVE_INFINITY
    if (wait <= timerSlack) {
      void this.#hold(() => this.#try())
      return
    }
    const untilEnd = this.#secondsUntilEnd()
    if (untilEnd <= 0) {
      this.#endTold = true
      this.#events.emit('expired', this.#token!)
      this.#plan() // a listener may have asked for something
      return
    }
    const next = Math.min(wait, untilEnd)
    if (next < Number.POSITIVE_INFINITY) {
      this.#cancelTimer = this.#environment.after(next, () => this.#plan())
    }
  }

  #secondsUntilEnd(): number {
    const token = this.#token
    const told = token === undefined || this.#endTold
    return told ? Number.POSITIVE_INFINITY : token.expiresAt - this.now()
  }

  #secondsUntilAttempt(): number | undefined {
    const failed = this.#failed
    if (failed && isFinal(failed.error)) return undefined
    const failure = failed && {
      count: failed.count,
      secondsAgo: elapsed(failed.at, this.#environment.now()),
      retryAfterSeconds: failed.error.retryAfterSeconds,
    }
    return secondsUntilAttempt({
      now: this.now(),
      token: this.#token,
      awaited: this.#waiting.any,
      woken: this.#woken,
      failure,
      random: this.#random,
    })
  }

  /** One attempt at a time; after it, whatever is next. */
  #hold<T>(work: () => Promise<T>): Promise<T> {
    const result = Promise.resolve().then(work)
    const done = () => {
      this.#attempt = undefined
      this.#plan()
    }
    this.#attempt = result.then(done, done)
    return result
  }

  async #try(): Promise<void> {
    const [token, failed, sharing] = [this.#token, this.#failed, this.#sharing]
    try {
      await sharing.inTurn(async () => {
        // another tab was first: what it got, or did not get, has been heard
        if (this.#token !== token || this.#failed !== failed || this.#stop.signal.aborted) return
        const fetched = await this.#fetch(this.#wish)
        this.#refuseOlder(fetched.token)
        this.#take(fetched)
      })
    } catch (error) {
      if (this.#stop.signal.aborted) return
      const failure = asTokenSourceError(error)
      this.#fail(failure)
      sharing.tell(toldOfFailure(failure))
    }
  }

  #take(fetched: Obtained): void {
    this.#sharing.tell(toldOf(this.#environment.now(), fetched))
    this.#adopt(fetched)
  }

  async #fetch(wish: TokenWish): Promise<Obtained> {
    const { signal } = this.#stop
    const asked = { wish, signal, anchor: this.#anchor }
    const obtained = await fetchOnce(this.#environment, this.#origin, asked)
    if (signal.aborted) throw closed()
    return obtained
  }

  /** A renewal never shortens a token's life. */
  #refuseOlder({ token, expiresAt }: ClientToken): void {
    const { current } = this
    if (current === undefined) return
    if (token !== current.token && expiresAt >= current.expiresAt) return
    const message = 'the token server gave a token that ends no later than the present one'
    throw new TokenSourceError('TOKEN_NOT_NEWER', message)
  }

  #adopt({ token, anchor }: Obtained): void {
    this.#token = token
    this.#anchor = anchor
    this.#failed = undefined
    this.#endTold = false
    this.#settle()
    this.#waiting.resolve(token)
    this.#events.emit('token', token)
  }

  #fail(error: TokenSourceError): void {
    const count = (this.#failed?.count ?? 0) + 1
    this.#failed = { error, count, at: this.#environment.now() }
    this.#settle()
    this.#waiting.count()
    this.#dismiss()
    this.#events.emit(isFinal(error) ? 'refused' : 'failed', error)
  }

  /** Tells those who wait for nothing that would come soon. */
  #dismiss(): void {
    const failed = this.#failed
    if (failed === undefined) return
    const { error } = failed
    const tooLate = isFinal(error) || (this.#secondsUntilAttempt() ?? 0) > patienceOfGetSeconds
    this.#waiting.reject(error, tooLate)
  }

  /** After every outcome. */
  #settle(): void {
    this.#woken = false
    this.#random = this.#environment.random()
  }

  #wake(): void {
    const token = this.#token
    this.#woken = this.#failed !== undefined || (token !== undefined && this.now() >= token.renewAt)
    this.#plan()
  }

  #hear(told: Told, wish: TokenWish): void {
    if (this.#wish !== wish) return
    if ('ask' in told) this.#answer()
    else if ('failure' in told) this.#fail(errorOf(told.failure))
    else {
      const reading = this.#environment.now()
      const anchor = { serverAt: reading.wall + told.ahead, reading }
      const { current } = this
      if (current !== undefined && !isNewer(told.token, current)) return
      if (told.token.expiresAt <= anchor.serverAt) return
      this.#adopt({ token: told.token, anchor })
    }
    this.#plan()
  }

  /** With a token that is not due yet. */
  #answer(): void {
    const { current } = this
    const anchor = this.#anchor
    if (current === undefined || anchor === undefined || this.now() >= current.renewAt) return
    this.#sharing.tell(toldOf(this.#environment.now(), { token: current, anchor }))
  }
}
