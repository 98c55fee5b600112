import { type Anchor, elapsed, type Reading, serverTime } from './clock-offset.ts'
import type { Environment } from './environment.ts'
import { isFinal, type TokenSourceError } from './errors.ts'
import type { Events } from './events.ts'
import { closed, fetchOnce, type Obtained, type Origin } from './fetch-token.ts'
import { isFit, isNewer, refuseOlder, secondsUntilAttempt } from './renewal.ts'
import type { Settings } from './settings.ts'
import {
  errorOf,
  obtainedOf,
  type Sharing,
  share,
  type Told,
  toldOf,
  toldOfFailure,
} from './sharing.ts'
import type { ClientToken, Once, Role, TokenWish } from './types.ts'
import { Waiting } from './waiting.ts'

/** Attempts that one `get` waits for when there is no token, or a change of role, and the longest pause between them. */
const mostAttempts = 4
const patienceSeconds = 15
/** Timers fire a little early. */
const timerSlack = 0.005
const never = Number.POSITIVE_INFINITY

interface Failed {
  readonly error: TokenSourceError
  readonly count: number
  readonly at: Reading
}

export interface RenewerOptions extends Settings {
  readonly environment: Environment
  readonly events: Events
}

/** Keeps one token: one timer, one attempt at a time. What is decided when stands in `renewal.ts`. */
export class Renewer {
  readonly #environment: Environment
  readonly #origin: Origin
  readonly #events: Events
  readonly #shareName: Settings['shareName']
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
    const token = this.#token
    return token && this.now() < token.expiresAt ? token : undefined
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
    if (current === undefined) return this.next(mostAttempts)
    if (isFit(current, this.now())) return current
    return this.next(1).catch((error) => {
      if (this.current === undefined) throw error
      return this.current
    })
  }

  /** A token that comes from now on; rejects after so many attempts. */
  next(attempts: number): Promise<ClientToken> {
    return new Promise((resolve, reject) => {
      if (this.#stop.signal.aborted) reject(closed())
      else {
        this.#waiting.add({ resolve, reject, attempts })
        this.#dismiss(0)
        this.#plan()
      }
    })
  }

  /** Forgets a refusal. */
  resume(): void {
    if (this.#refused) this.#failed = undefined
    this.#plan()
  }

  /** A failure leaves everything as it was. */
  async changeRole(role: Role, once?: Once): Promise<ClientToken> {
    for (let left = mostAttempts; ; left--) {
      const wait = this.#secondsUntilAttempt(true) ?? 0
      if (wait > patienceSeconds) throw this.#failed!.error
      if (wait > 0) await new Promise<void>((go) => this.#environment.after(wait, go))
      while (this.#attempt !== undefined) await this.#attempt
      try {
        return await this.#turnTo({ ...this.#wish, role }, once)
      } catch (cause) {
        const error = cause as TokenSourceError
        if (isFinal(error) || this.#stop.signal.aborted) throw error
        this.#note(error)
        if (left === 1) throw error
      }
    }
  }

  async #turnTo(wish: TokenWish, once?: Once): Promise<ClientToken> {
    if (this.#stop.signal.aborted) throw closed()
    let sharing = this.#join(wish)
    const turn = async () => {
      const fetched = await this.#fetch(wish, once)
      ;[this.#sharing, sharing] = [sharing, this.#sharing]
      this.#wish = wish
      this.#take(fetched)
      return fetched.token
    }
    return this.#hold(() => sharing.inTurn(turn)).finally(() => sharing.close())
  }

  close(): void {
    this.#stop.abort()
    this.#cancelTimer()
    this.#unwake()
    this.#token = undefined
    this.#sharing.close()
    this.#waiting.reject(closed(), never)
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
    const wait = this.#secondsUntilAttempt() ?? never
    const untilEnd = this.#endTold ? never : (this.#token?.expiresAt ?? never) - this.now()
    const next = Math.min(wait, untilEnd)
    if (wait <= timerSlack) void this.#hold(() => this.#try())
    else if (untilEnd <= 0) {
      this.#endTold = true
      this.#events.emit('expired', this.#token!)
      this.#plan() // a listener may have asked for something
    } else if (next < never) this.#cancelTimer = this.#environment.after(next, () => this.#plan())
  }

  get #refused(): boolean | undefined {
    return this.#failed && isFinal(this.#failed.error)
  }

  #secondsUntilAttempt(awaited: boolean = this.#waiting.any): number | undefined {
    const failed = this.#failed
    if (this.#refused) return undefined
    return secondsUntilAttempt({
      now: this.now(),
      token: this.#token,
      awaited,
      woken: this.#woken,
      failed: failed && { ...failed, secondsAgo: elapsed(failed.at, this.#environment.now()) },
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
        refuseOlder(fetched.token, this.current)
        this.#take(fetched)
      })
    } catch (error) {
      if (this.#stop.signal.aborted) return
      const failure = error as TokenSourceError
      this.#fail(failure)
      // another tab may have other credentials: it is told of a refusal by the token server itself
      if (!isFinal(failure)) sharing.tell(toldOfFailure(failure))
    }
  }

  #take(fetched: Obtained): void {
    this.#sharing.tell(toldOf(this.#environment.now(), fetched))
    this.#adopt(fetched)
  }

  async #fetch(wish: TokenWish, once?: Once): Promise<Obtained> {
    const { signal } = this.#stop
    const asked = { wish, signal, anchor: this.#anchor }
    const obtained = await fetchOnce(this.#environment, { ...this.#origin, ...once }, asked)
    if (signal.aborted) throw closed()
    return obtained
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

  #note(error: TokenSourceError): void {
    const count = (this.#failed?.count ?? 0) + 1
    this.#failed = { error, count, at: this.#environment.now() }
    this.#settle()
  }

  #fail(error: TokenSourceError): void {
    this.#note(error)
    this.#dismiss(1)
    this.#events.emit(isFinal(error) ? 'refused' : 'failed', error)
  }

  /** Tells those who have waited for so many attempts, and all when nothing would come soon. */
  #dismiss(attempts: number): void {
    if (this.#failed === undefined) return
    const tooLate = this.#refused || (this.#secondsUntilAttempt() ?? 0) > patienceSeconds
    this.#waiting.reject(this.#failed.error, tooLate ? never : attempts)
  }

  /** After every outcome. */
  #settle(): void {
    this.#woken = false
    this.#random = this.#environment.random()
  }

  #wake(): void {
    this.#woken = this.now() >= (this.#token?.renewAt ?? never)
    this.#plan()
  }

  #hear(told: Told, wish: TokenWish): void {
    if (this.#wish !== wish) return
    if ('ask' in told) this.#answer()
    else if ('failure' in told) this.#refused || this.#fail(errorOf(told.failure))
    else {
      const obtained = obtainedOf(this.#environment.now(), told)
      const { token, anchor } = obtained
      const { current } = this
      const newer = current === undefined || isNewer(token, current)
      if (newer && token.expiresAt > anchor.serverAt) this.#adopt(obtained)
    }
    this.#plan()
  }

  /** With a token that is not due yet. */
  #answer(): void {
    const { current } = this
    if (current === undefined || this.now() >= current.renewAt) return
    const obtained = { token: current, anchor: this.#anchor! }
    this.#sharing.tell(toldOf(this.#environment.now(), obtained))
  }
}
