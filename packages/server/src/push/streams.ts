import { Readable } from 'node:stream'
import { ServerError } from '../errors.ts'
import { frameOf, heartbeat, type PushEvent, retryFrame } from './events.ts'
import type { Listener } from './listener.ts'
import { keyOf, type Place } from './place.ts'

/** How many may be open at once. */
export interface StreamLimits {
  readonly altogether: number
  readonly perAddress: number
}

/** Of one user in one channel: their tabs and devices. With one more the oldest ends, which nobody may listen to any more. */
const mostPerPlace = 8
/** What waits for a reader; one that lets more pile up is dropped. */
const mostWaitingBytes = 65_536
/** Below what proxies call idle. */
const heartbeatSeconds = 15

interface Stream {
  readonly listener: Listener
  readonly place: string
  readonly ip: string
  readonly readable: Readable
  /** Unix seconds; never after the token */
  endsAt: number
}

/** The open streams of this process. */
export class Streams {
  private readonly limits: StreamLimits
  private readonly random: () => number
  private readonly open = new Set<Stream>()
  private readonly places = new Map<string, Set<Stream>>()
  private readonly addresses = new Map<string, number>()
  private sweeps = 0
  private closed = false

  /** @param random - 0 to 1 */
  constructor(limits: StreamLimits, random: () => number = Math.random) {
    this.limits = limits
    this.random = random
  }

  get size(): number {
    return this.open.size
  }

  /** @throws ServerError `STREAMS_FULL` */
  add(listener: Listener, ip: string): Readable {
    const place = keyOf(listener)
    const own = this.places.get(place) ?? new Set()
    if (own.size >= mostPerPlace) this.end([...own][0]!)
    const ofAddress = this.addresses.get(ip) ?? 0
    if (this.closed || this.open.size >= this.limits.altogether) throw full('altogether')
    if (ofAddress >= this.limits.perAddress) throw full('from this address')
    const readable = new Readable({ read: () => undefined, highWaterMark: mostWaitingBytes })
    const stream = { listener, place, ip, readable, endsAt: listener.expiresAt }
    this.open.add(stream)
    this.places.set(place, own.add(stream))
    this.addresses.set(ip, ofAddress + 1)
    readable.once('close', () => this.forget(stream))
    this.write(stream, retryFrame(this.random()))
    this.write(stream, frameOf({ event: 'listening', data: { until: listener.expiresAt } }))
    return readable
  }

  /** @returns how many streams take it */
  send(place: Place, event: PushEvent): number {
    const frame = frameOf(event)
    return this.at(place).filter((stream) => this.write(stream, frame)).length
  }

  /** How many streams would take it. */
  reach(place: Place): number {
    return this.at(place).length
  }

  /** Streams of this place end by then (Unix seconds): whoever listens on has another token by then. */
  endBy(place: Place, at: number): void {
    for (const stream of this.at(place)) stream.endsAt = Math.min(stream.endsAt, at)
  }

  /**
   * Ends what is over at `now` (Unix seconds); to be called once a second.
   *
   * @param judge - why a listener may listen no longer
   */
  sweep(
    now: number,
    judge: (listener: Listener) => { readonly bannedUntil?: number } | undefined,
  ): void {
    this.sweeps++
    for (const stream of [...this.open]) {
      const over = now < stream.endsAt ? judge(stream.listener) : {}
      if (over !== undefined) this.end(stream, over.bannedUntil)
      else if (this.sweeps % heartbeatSeconds === 0) this.write(stream, heartbeat)
    }
  }

  /** Ends all, and takes no more. */
  close(): void {
    this.closed = true
    for (const stream of [...this.open]) this.end(stream)
  }

  private at(place: Place): Stream[] {
    return [...(this.places.get(keyOf(place)) ?? [])]
  }

  /** @returns false when the reader was dropped */
  private write({ readable }: Stream, text: string): boolean {
    readable.push(text)
    if (readable.readableLength <= mostWaitingBytes) return true
    readable.destroy()
    return false
  }

  private end(stream: Stream, bannedUntil?: number): void {
    const last =
      bannedUntil === undefined
        ? retryFrame(this.random())
        : frameOf({ event: 'banned', data: { until: bannedUntil } })
    if (this.write(stream, last)) stream.readable.push(null)
    this.forget(stream)
  }

  private forget(stream: Stream): void {
    if (!this.open.delete(stream)) return
    const own = this.places.get(stream.place)!
    own.delete(stream)
    if (own.size === 0) this.places.delete(stream.place)
    const left = this.addresses.get(stream.ip)! - 1
    if (left === 0) this.addresses.delete(stream.ip)
    else this.addresses.set(stream.ip, left)
  }
}

function full(what: string): ServerError {
  const message = `There are as many event streams ${what} as there may be.`
  return new ServerError('STREAMS_FULL', message, { retryAfterSeconds: 30 })
}
