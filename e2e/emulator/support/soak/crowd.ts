import { hosts, SimulatedHost } from './host.ts'
import type { SimulatedMember } from './simulated-member.ts'
import { SimulatedSubscriber } from './subscriber.ts'

/** What the crowd has been through. */
export interface Tally {
  joined: number
  left: number
  vanished: number
  resumed: number
  renewed: number
  refused: number
  putOut: string[]
  gatesShut: number
  packets: number
}

/** Two hosts and as many subscribers as are wanted, of which some go and others come. */
export class Crowd {
  readonly hosts: SimulatedHost[] = []
  readonly subscribers: SimulatedSubscriber[] = []
  readonly #port: number
  /** of those who are gone */
  readonly #tally: Tally = {
    joined: 0,
    left: 0,
    vanished: 0,
    resumed: 0,
    renewed: 0,
    refused: 0,
    putOut: [],
    gatesShut: 0,
    packets: 0,
  }
  /** those who are just on their way in or out */
  readonly #busy = new Set<SimulatedMember>()
  #lastUid = 100

  constructor(port: number) {
    this.#port = port
  }

  async open(subscribers: number): Promise<void> {
    for (const ssrcs of hosts) this.hosts.push(await new SimulatedHost(this.#port, ssrcs).join())
    for (let nth = 0; nth < subscribers; nth++) await this.enter()
  }

  get everyone(): readonly SimulatedMember[] {
    return [...this.hosts, ...this.subscribers]
  }

  async enter(): Promise<void> {
    const subscriber = new SimulatedSubscriber(this.#port, ++this.#lastUid)
    await subscriber.join()
    this.subscribers.push(subscriber)
    this.#tally.joined++
  }

  /** One goes, with or without a word, and another comes. */
  async replace(how: 'left' | 'vanished'): Promise<void> {
    const subscriber = this.#idle(this.subscribers)
    if (subscriber === undefined) return
    this.#count(subscriber)
    this.#tally[how]++
    this.subscribers.splice(this.subscribers.indexOf(subscriber), 1)
    if (how === 'left') await subscriber.leave()
    else subscriber.vanish()
    await this.enter()
  }

  /** One loses its socket and comes back. */
  async interrupt(members: readonly SimulatedMember[]): Promise<void> {
    const member = this.#idle(members)
    if (member !== undefined) await this.#comesBack(member)
  }

  /** Those whose sockets are gone come back. */
  async recover(): Promise<void> {
    const lost = this.everyone.filter((one) => !one.isConnected && !this.#busy.has(one))
    await Promise.all(lost.map((one) => this.#comesBack(one)))
  }

  async leave(): Promise<void> {
    for (const member of this.everyone) {
      if (member instanceof SimulatedSubscriber) this.#count(member)
      else this.#add(member)
      await member.leave()
    }
  }

  get tally(): Tally {
    return this.#tally
  }

  async #comesBack(member: SimulatedMember): Promise<void> {
    this.#busy.add(member)
    await member.resume()
    this.#busy.delete(member)
  }

  #idle<One extends SimulatedMember>(members: readonly One[]): One | undefined {
    const idle = members.filter((one) => one.isConnected && !this.#busy.has(one))
    return idle[Math.floor(Math.random() * idle.length)]
  }

  #count(subscriber: SimulatedSubscriber): void {
    subscriber.listen()
    for (const { count } of subscriber.heard.values()) this.#tally.packets += count
    this.#add(subscriber)
  }

  #add({ counts, putOut }: SimulatedMember): void {
    if (putOut !== undefined) this.#tally.putOut.push(putOut)
    this.#tally.resumed += counts.resumed
    this.#tally.renewed += counts.renewed
    this.#tally.refused += counts.refused
  }
}
