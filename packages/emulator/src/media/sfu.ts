import { type AssociationParts, openAssociation } from './association.ts'
import { chooseCodecs, payloadNames } from './codecs.ts'
import type { Address, Engine } from './engine.ts'
import { MediaError } from './media-error.ts'
import { Member, openGates } from './member.ts'
import { routePacket } from './route.ts'
import { type Subscription, subscription } from './subscription.ts'
import type * as media from './types.ts'

export interface SfuParts {
  readonly engine: Engine
  readonly address: Address
  /** milliseconds of a steady clock */
  readonly nowMs: () => number
  readonly onState: (id: string, state: 'connected' | 'failed', reason: string) => void
}

const nobody: ReadonlySet<Subscription> = new Set()

/** A selective forwarding unit: every client has one association; who gets what of whom is told from outside. */
export class Sfu {
  readonly #parts: SfuParts
  readonly #members = new Map<string, Member>()
  /** by `kind:id` of the publisher; a publisher that connects anew keeps its audience */
  readonly #audiences = new Map<string, Set<Subscription>>()

  constructor(parts: SfuParts) {
    this.#parts = parts
  }

  /** A client that is connected already gets a new association; its gates and its audience stay. */
  async connect(id: string, offer: media.MediaOffer): Promise<media.MediaAnswer> {
    const codecs = chooseCodecs(offer.rtpCapabilities)
    const before = this.#members.get(id)
    const gates = before?.gates ?? openGates()
    const member = new Member({ id, names: payloadNames(codecs), gates })
    if (before) this.#release(before)
    this.#members.set(id, member)
    for (const one of this.#audienceOfAll(id)) one.forward.interrupt()
    try {
      const association = await openAssociation(this.#association(member, { offer, codecs }))
      if (this.#members.get(id) !== member) {
        association.close()
        throw new MediaError('MEDIA_CLOSED', 'the association was given up while it opened')
      }
      member.attach(association)
      member.describe()
      return { ...association.answer, rtpCapabilities: { sendrecv: capabilities(codecs) } }
    } catch (error) {
      if (this.#members.get(id) === member) this.disconnect(id)
      throw error
    }
  }

  publish(id: string, streams: readonly media.PublishedStream[]): void {
    const member = this.#members.get(id)
    member?.published.add(streams)
    member?.describe()
    for (const { subscriber } of this.#audienceOfAll(id)) subscriber.describe()
  }

  unpublish(id: string, choices: readonly media.StreamChoice[]): void {
    this.#members.get(id)?.published.remove(choices)
  }

  subscribe({ id, from, kind }: media.SubscriptionChoice): void {
    const subscriber = this.#members.get(id)
    if (!subscriber) return
    const one = this.#subscription(subscriber, { id, from, kind })
    if (one.skipped) one.forward.interrupt()
    one.skipped = false
    one.active = true
    subscriber.describe()
    one.forward.askKeyFrame()
  }

  unsubscribe({ id, from, kind }: media.EndChoice): void {
    for (const one of this.#members.get(id)?.subscriptions ?? nobody) {
      if (one.from === from && (kind === undefined || one.kind === kind)) one.active = false
    }
  }

  chooseLayer({ id, from }: media.Whose, layer: media.Layer): void {
    const subscriber = this.#members.get(id)
    if (!subscriber) return
    const { forward } = this.#subscription(subscriber, { id, from, kind: 'video' })
    forward.choose(layer)
    forward.askKeyFrame()
  }

  gate(id: string, kind: media.MediaKind, open: boolean): void {
    const gate = this.#members.get(id)?.gates[kind]
    if (!gate || gate.open === open) return
    gate.open = open
    if (!open) return
    for (const { forward } of this.#audience(id, kind)) {
      if (gate.dropped) forward.interrupt()
      forward.askKeyFrame()
    }
    gate.dropped = false
  }

  disconnect(id: string): void {
    const member = this.#members.get(id)
    if (!member) return
    this.#release(member)
    this.#members.delete(id)
    for (const one of this.#audienceOfAll(id)) one.subscriber.subscriptions.delete(one)
    this.#audiences.delete(`audio:${id}`)
    this.#audiences.delete(`video:${id}`)
  }

  stats(): media.AssociationStats[] {
    return [...this.#members.values()].map((member) => member.stats())
  }

  close(): void {
    for (const id of [...this.#members.keys()]) this.disconnect(id)
  }

  #association(member: Member, { offer, codecs }: Pick<AssociationParts, 'offer' | 'codecs'>) {
    const { engine, address, nowMs, onState } = this.#parts
    const audience = this.#audience.bind(this)
    const parts: AssociationParts = {
      engine,
      address,
      offer,
      codecs,
      onPacket: (packet) => routePacket(audience, member, { packet, atMs: nowMs() }),
      onState: (state, reason) => {
        member.state = state
        onState(member.id, state, reason)
      },
    }
    return parts
  }

  #audience(id: string, kind: media.MediaKind): ReadonlySet<Subscription> {
    return this.#audiences.get(`${kind}:${id}`) ?? nobody
  }

  #audienceOfAll(id: string): Subscription[] {
    return [...this.#audience(id, 'audio'), ...this.#audience(id, 'video')]
  }

  #subscription(subscriber: Member, { from, kind }: media.SubscriptionChoice): Subscription {
    for (const one of this.#audience(from, kind)) if (one.subscriber === subscriber) return one
    const publisher = () => this.#members.get(from)
    const one = subscription({ from, kind, subscriber, publisher })
    const key = `${kind}:${from}`
    const audience = this.#audiences.get(key) ?? new Set()
    this.#audiences.set(key, audience.add(one))
    subscriber.subscriptions.add(one)
    return one
  }

  /** Ends the association, and what this client subscribed to. */
  #release(member: Member): void {
    for (const one of member.subscriptions) {
      const key = `${one.kind}:${one.from}`
      const audience = this.#audiences.get(key)
      audience?.delete(one)
      if (audience?.size === 0) this.#audiences.delete(key)
    }
    member.subscriptions.clear()
    member.close()
  }
}

/** Extensions are left out: none is needed, and numbers of one browser would be wrong for another. */
function capabilities({ audio, video }: AssociationParts['codecs']) {
  return { audioCodecs: audio, audioExtensions: [], videoCodecs: video, videoExtensions: [] }
}
