import { createTokenSource, type TokenSource } from '@symbolon/client'
import { daySeconds, Faults } from './faults.ts'
import { SharedTabs } from './shared-tabs.ts'
import { Device, heartbeatSeconds, randomOf, settled, World } from './virtual-world.ts'

/**
 * A day of one session: up to five tabs of one device, one token server, and faults at random times. All it
 * needs of randomness comes from the seed, so that a session that fails can be lived through again.
 */
export interface Day {
  /** attempts that left the device while the token server was up */
  readonly answered: number
  /** attempts that met a server that was down */
  readonly unanswered: number
  /** most attempts at the same time */
  readonly mostAtOnce: number
  /** attempts of tabs that had been told of a refusal */
  readonly afterRefusal: number
  /** tokens that would do if each were used to its very end, for the time in which the device was awake and allowed */
  readonly ideal: number
  /** ends of tokens without another, although the server could have been reached in time */
  readonly lost: readonly string[]
  readonly refused: boolean
  readonly faults: Readonly<Record<string, number>>
}

const lifeSeconds = 3600

/**
 * A token may be lost when, from its renewal on, the server could at no time be reached for so long in a row: the
 * longest pause between attempts (20 s while the token lives), a timeout and the turn of the tabs.
 */
const reachableSeconds = 20 + 10 + 1

export async function liveThrough(seed: number): Promise<Day> {
  const random = randomOf(seed)
  const world = new World()
  const faults = new Faults(random, world.now)
  const session = new Session({ world, faults, random })
  session.begin()
  await world.advance(daySeconds)
  session.end()
  await settled()
  return session.day()
}

interface Parts {
  readonly world: World
  readonly faults: Faults
  readonly random: () => number
}

class Session {
  private readonly world: World
  private readonly faults: Faults
  private readonly random: () => number
  private readonly start: number
  private readonly shared = new SharedTabs()
  private skew: number
  private readonly lost: string[] = []
  private tabs: { device: Device; source: TokenSource }[] = []
  private minted = 0
  private answered = 0
  private unanswered = 0
  private readonly under = new Set<{ readonly device: Device }>()
  private mostAtOnce = 0
  private afterRefusal = 0
  private refused = false
  private killed = 0
  /** tabs that know of the refusal */
  private readonly told = new Set<Device>()
  /** the newest token that reached a tab that lives */
  private token: { readonly renewAt: number; readonly expiresAt: number } | undefined

  constructor({ world, faults, random }: Parts) {
    this.world = world
    this.faults = faults
    this.random = random
    this.start = world.now
    this.skew = random() < 0.3 ? (random() - 0.5) * 2 * 86_400 : 0
  }

  begin(): void {
    const count = 1 + Math.floor(this.random() * 5)
    for (let nth = 0; nth < count; nth++) this.open()
    for (const [from, to] of this.faults.asleep) {
      this.world.at(from, () => this.each((device) => device.sleep()))
      this.world.at(to, () => {
        // another sleep may go on
        if (!this.faults.is(this.faults.asleep, this.world.now))
          this.each((device) => device.resume())
      })
    }
    for (const [, to] of this.faults.offline) {
      this.world.at(to, () => this.each((device) => device.wake()))
    }
    for (let nth = 0; nth < 3; nth++) {
      if (this.random() < 0.4) this.world.after(this.random() * daySeconds, () => this.killOne())
      if (this.random() < 0.4) this.world.after(this.random() * daySeconds, () => this.stepClock())
    }
    this.watch()
  }

  end(): void {
    for (const { source } of this.tabs) source.close()
  }

  day(): Day {
    const { asleep } = this.faults
    const until = Math.min(this.start + daySeconds, this.faults.refusedAt)
    const slept = asleep.reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(to, until) - from),
      0,
    )
    return {
      answered: this.answered,
      unanswered: this.unanswered,
      mostAtOnce: this.mostAtOnce,
      afterRefusal: this.afterRefusal,
      ideal: Math.max(1, (until - this.start - slept) / lifeSeconds),
      lost: this.lost,
      refused: this.refused,
      faults: {
        down: this.faults.down.length,
        offline: this.faults.offline.length,
        asleep: asleep.length,
        busy: this.faults.busy.length,
        killed: this.killed,
        skewed: this.skew === 0 ? 0 : 1,
      },
    }
  }

  private each(act: (device: Device) => void): void {
    for (const { device } of this.tabs) act(device)
  }

  private open(): void {
    const { world, random, shared, skew } = this
    const fetch = this.fetchOf(() => device)
    const device: Device = new Device({ world, random, tabs: shared, skew, fetch })
    const source = createTokenSource({
      url: 'https://tokens.example/v1/tokens',
      channel: 'lobby',
      subject: { uid: 7 },
      environment: device,
    })
    source.on('refused', () => this.told.add(device))
    const tab = { device, source }
    this.tabs.push(tab)
    source.on('token', ({ renewAt, expiresAt }) => {
      if (this.token === undefined || expiresAt > this.token.expiresAt)
        this.token = { renewAt, expiresAt }
    })
    const ask = () => {
      if (!this.tabs.includes(tab)) return
      source.get().catch(() => world.after(20, ask)) // an app that shows "try again"
    }
    ask()
  }

  /** The tab is gone; its user opens another some time later. */
  private killOne(): void {
    const nth = Math.floor(this.random() * this.tabs.length)
    const [tab] = this.tabs.splice(nth, 1)
    if (tab === undefined || tab.device.asleep) {
      if (tab) this.tabs.push(tab)
      return
    }
    tab.device.kill()
    for (const request of this.under) if (request.device === tab.device) this.under.delete(request)
    this.killed++
    if (this.tabs.length === 0) this.token = undefined
    if (this.tabs.length === 0 || this.random() < 0.5) this.open()
  }

  /**
   * Someone sets the clock, or the net does; the device notices at its next beat. What is set between a beat and
   * sleep it cannot notice: README, "What it cannot know".
   */
  private stepClock(): void {
    const { asleep } = this.faults
    const { now } = this.world
    if (this.faults.is(asleep, now) || this.faults.is(asleep, now + heartbeatSeconds)) return
    const step = (this.random() - 0.5) * 2 * 3600
    this.skew += step
    this.each((device) => {
      device.skew += step
    })
    this.world.after(heartbeatSeconds, () => this.each((device) => device.wake()))
  }

  /** What a tab fetches with. A request ends when it is answered, given up, or its tab is gone. */
  private fetchOf(tab: () => Device): typeof fetch {
    return async (_url, init) => {
      const { world, faults, under } = this
      if (faults.is(faults.offline, world.now)) throw new TypeError('offline')
      if (this.told.has(tab())) this.afterRefusal++
      const request = { device: tab() }
      under.add(request)
      init!.signal!.addEventListener('abort', () => under.delete(request))
      this.mostAtOnce = Math.max(this.mostAtOnce, under.size)
      const down = faults.is(faults.down, world.now)
      if (down) this.unanswered++
      else this.answered++
      await world.pause(down && this.random() < 0.2 ? 60 : 0.05 + this.random() * 0.5)
      under.delete(request)
      if (down) throw new TypeError('connection refused')
      return this.answer()
    }
  }

  private answer(): Response {
    const { world, faults } = this
    if (world.now >= faults.refusedAt) {
      this.refused = true
      return new Response('{}', { status: this.random() < 0.5 ? 401 : 403 })
    }
    const busyUntil = faults.busy.find(([from, to]) => from <= world.now && world.now < to)?.[1]
    if (busyUntil !== undefined) {
      const seconds = Math.ceil(Math.min(30, busyUntil - world.now))
      return new Response('{}', { status: 429, headers: { 'retry-after': `${seconds}` } })
    }
    const issuedAt = Math.floor(world.now)
    const expiresAt = issuedAt + lifeSeconds
    const times = { issuedAt, expiresAt, renewAt: expiresAt - 360 }
    return Response.json({ token: `token${this.minted++}`, ...times })
  }

  /** At the end of every token: is there another, and if not, could there have been? */
  private watch(): void {
    const { world, faults } = this
    const { token } = this
    const next = token === undefined ? world.now + 60 : token.expiresAt
    world.at(next, () => {
      if (this.refused || world.now >= faults.refusedAt) return
      const fresh = this.token !== undefined && this.token.expiresAt > world.now
      if (token !== undefined && this.token !== undefined && !fresh) {
        const reachable = faults.reachable([token.renewAt + 162, token.expiresAt])
        if (reachable > reachableSeconds) {
          this.lost.push(`${Math.round(world.now - this.start)}: reachable for ${reachable} s`)
        }
        this.token = undefined
      }
      this.watch()
    })
  }
}
