import { isTokenSourceError, type TokenSourceError } from '@symbolon/client'
import type { IAgoraRTC } from 'agora-rtc-sdk-ng'
import { warnSeconds } from '../parts/timeline.ts'
import { control } from './control.ts'
import { Log } from './log.ts'
import { channel, Peer, type Told } from './peer.ts'
import { explained, saidBy } from './refusal.ts'
import { Store } from './store.ts'
import { type Tone, tellEvent } from './tell-event.ts'

export interface DemoState {
  /** seconds by which the platform's clock is ahead of this device's */
  readonly ahead: number
  /** for the tokens of the next joins */
  readonly lifeSeconds: number
  /** what must be mended first */
  readonly trouble: 'tokens' | 'key' | undefined
  /** of the token server, where it asks for one; kept in memory */
  readonly apiKey: string
}

const banSeconds = 600

/** Host, viewer, the platform's clock, and the log of all three. */
export class Demo {
  readonly store = new Store<DemoState>({
    ahead: 0,
    lifeSeconds: 3600,
    trouble: undefined,
    apiKey: '',
  })
  readonly log = new Log()
  readonly peers: readonly Peer[]
  readonly #appId: string
  #seen = 0

  constructor(sdk: IAgoraRTC, appId: string) {
    this.#appId = appId
    this.peers = (['Host', 'Viewer'] as const).map((name) => {
      const peer: Peer = new Peer(name, {
        sdk,
        appId,
        lifeSeconds: () => this.store.state.lifeSeconds,
        headers: () => this.#headers(),
        say: (text, tone) => this.#say(name, text, tone),
        refused: (told) => void this.#explain(peer, told),
      })
      return peer
    })
  }

  /** Unix seconds on the platform's clock. */
  now(): number {
    return Date.now() / 1000 + this.store.state.ahead
  }

  /** Follows the platform's clock and log until the returned function is called. */
  async follow(): Promise<() => void> {
    const { events } = await control.events(0)
    this.#seen = events.at(-1)?.id ?? 0 // what was before this page is no part of its log
    await this.#follow()
    const timer = setInterval(() => document.hidden || void this.#poll(), 1000)
    return () => clearInterval(timer)
  }

  /** One thing at a time for each; what goes wrong is told. */
  async act(peer: Peer, what: string, work: () => Promise<unknown>): Promise<void> {
    if (peer.store.state.busy !== undefined) return
    peer.store.set({ busy: what })
    try {
      await work()
      this.store.set({ trouble: undefined })
    } catch (error) {
      // what a token source throws, its events have told
      if (isTokenSourceError(error)) this.#trouble(error)
      else this.#say(peer.name, saidBy(error), 'bad')
    } finally {
      peer.store.set({ busy: undefined })
      await this.#poll()
    }
  }

  async start(): Promise<void> {
    for (const peer of this.peers) {
      if (!peer.isIn) await this.act(peer, 'joining', () => peer.join())
    }
  }

  async advance(seconds: number, text: string): Promise<void> {
    this.#say('You', text, 'plain')
    await this.#jump(seconds).catch((error) => this.#say('Platform', saidBy(error), 'bad'))
    await this.#poll()
  }

  /** To so many seconds before (or after) the end that comes first. */
  async advanceToEnd(secondsAfter: number): Promise<void> {
    const ends = this.peers.flatMap(({ isIn, store }) =>
      isIn && store.state.token ? [store.state.token.expiresAt] : [],
    )
    if (ends.length === 0) return
    const seconds = Math.min(...ends) + secondsAfter - this.now()
    const place = secondsAfter < 0 ? `${-secondsAfter} s before the end` : 'past the end'
    if (seconds > 0) await this.advance(seconds, `moved the clock to ${place}`)
  }

  /** This one renews no more, and the clock passes its end; the other is given the time to renew. */
  async letExpire(peer: Peer): Promise<void> {
    const end = peer.store.state.token?.expiresAt
    if (end === undefined) return
    peer.stopRenewing()
    this.#say('You', `let the token of the ${peer.name.toLowerCase()} expire`, 'plain')
    await this.#jump(end - warnSeconds - this.now())
    await this.#othersOutlive(end, peer)
    await this.#jump(end + 1 - this.now())
    await peer.store.until(({ connection }) => connection === 'DISCONNECTED', 5)
  }

  async ban(peer: Peer): Promise<void> {
    this.#say('You', `banned the ${peer.name.toLowerCase()} for 10 min`, 'plain')
    peer.store.set({ banId: await control.ban(channel, peer.uid, banSeconds) })
    await peer.store.until(({ connection }) => connection === 'DISCONNECTED', 5)
  }

  async liftBan(peer: Peer): Promise<void> {
    const { banId } = peer.store.state
    peer.store.set({ banId: undefined })
    if (banId !== undefined) await control.liftBan(banId).catch(() => undefined) // it may be over
    this.#say('You', 'lifted the ban', 'plain')
  }

  #headers(): Readonly<Record<string, string>> {
    const { apiKey } = this.store.state
    return apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }
  }

  #say(who: 'You' | Peer['name'] | 'Platform', text: string, tone: Tone = 'plain'): void {
    this.log.write({ at: this.now(), who, text, tone })
  }

  #trouble(error: TokenSourceError): void {
    this.store.set({ trouble: error.code === 'TOKEN_REFUSED' ? 'key' : 'tokens' })
  }

  async #explain(peer: Peer, { title, said, error, ...told }: Told): Promise<void> {
    peer.store.set({ refusal: { title, said, explanation: undefined } })
    const heard = error === undefined ? {} : { error }
    await this.#follow()
    const attempt = { ...told, ...heard, uid: peer.uid, now: this.now(), appId: this.#appId }
    const explanation = await explained(attempt, this.#headers())
    if (peer.store.state.refusal?.said === said) {
      peer.store.set({ refusal: { title, said, explanation } })
    }
  }

  /** Waits until the platform has later tokens of the others, but not for long. */
  async #othersOutlive(end: number, but: Peer): Promise<void> {
    const uids = this.peers.flatMap((peer) => (peer !== but && peer.isIn ? [peer.uid] : []))
    for (let left = 25; left > 0; left--) {
      const members = await control.members(channel)
      const short = members.filter(({ uid, ends }) => uids.includes(uid) && ends.stays < end + 2)
      if (short.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  async #jump(seconds: number): Promise<void> {
    if (seconds <= 0) return
    // at once: what the SDKs tell on the way is of the new time
    this.store.set({ ahead: this.store.state.ahead + seconds })
    const { now } = await control.advance(seconds)
    this.store.set({ ahead: now - Date.now() / 1000 })
  }

  async #poll(): Promise<void> {
    const { events, last } = await control.events(this.#seen).catch(() => ({ events: [], last: 0 }))
    for (const event of events) {
      if (event.id <= this.#seen) continue
      const told = tellEvent(event, (uid) => this.#nameOf(uid))
      if (told) this.log.write({ at: event.at, who: 'Platform', ...told })
    }
    this.#seen = Math.max(this.#seen, last)
    await this.#follow()
  }

  /** Somebody else may have moved the clock. */
  async #follow(): Promise<void> {
    const status = await control.status().catch(() => undefined)
    if (status) this.store.set({ ahead: status.now - Date.now() / 1000 })
  }

  #nameOf(uid: number | undefined): string {
    return this.peers.find((peer) => peer.uid === uid)?.name.toLowerCase() ?? `uid ${uid}`
  }
}
