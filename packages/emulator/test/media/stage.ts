import { expect } from 'vitest'
import type { MediaOptions } from '../../dist/media/media.js'
import { type Media, openMedia } from '../../dist/media/media.js'
import type { MediaKind } from '../../src/media/types.ts'
import { arrives, Client, type ClientOptions, flows } from './client.ts'
import { rtp, vp8Delta, vp8Key } from './packets.ts'

/** SSRCs of one publisher. */
interface Ssrcs {
  readonly audio: number
  readonly video: number
  readonly again: number
  readonly low: number
  readonly lowAgain: number
}

/** A media plane with clients, all ended by `close`. */
export class Stage {
  readonly media: Media
  readonly #clients: Client[] = []
  #turn = 0

  private constructor(media: Media) {
    this.media = media
  }

  static async open(options?: MediaOptions): Promise<Stage> {
    const { media } = await openMedia(options)
    return new Stage(media!)
  }

  async join(id: string, options?: ClientOptions): Promise<Client> {
    const client = new Client(id, options)
    this.#clients.push(client)
    return client.join(this.media)
  }

  /** A publisher and a subscriber of both kinds, whose media flows, with nothing on its way any more. */
  async pair(options: { readonly dual?: boolean } = {}): Promise<Pair> {
    const turn = ++this.#turn
    const [audio, video, again, low, lowAgain] = [1, 2, 3, 4, 5].map(
      (one) => turn * 1000 + one,
    ) as [number, number, number, number, number]
    const ssrcs = { audio, video, again, low, lowAgain }
    const host = await this.join(`host ${turn}`, { sends: Object.values(ssrcs) })
    this.media.publish(host.id, [
      { kind: 'audio', layer: 'high', ssrc: audio },
      { kind: 'video', layer: 'high', ssrc: video, rtx: again },
      ...(options.dual ? [{ kind: 'video', layer: 'low', ssrc: low, rtx: lowAgain } as const] : []),
    ])
    const viewer = await this.join(`viewer ${turn}`, { hears: Object.values(ssrcs) })
    for (const kind of ['audio', 'video'] as const) {
      this.media.subscribe({ id: viewer.id, from: host.id, kind })
    }
    const pair = new Pair({ media: this.media, host, viewer, ...ssrcs })
    await pair.settle(viewer)
    host.forget()
    viewer.forget()
    return pair
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close()
    await this.media.close()
  }
}

export class Pair implements Ssrcs {
  readonly audio: number
  readonly video: number
  readonly again: number
  readonly low: number
  readonly lowAgain: number
  readonly host: Client
  readonly viewer: Client
  readonly #media: Media
  readonly #next: Record<number, number>

  constructor({
    media,
    host,
    viewer,
    ...ssrcs
  }: Ssrcs & { media: Media; host: Client; viewer: Client }) {
    this.audio = ssrcs.audio
    this.video = ssrcs.video
    this.again = ssrcs.again
    this.low = ssrcs.low
    this.lowAgain = ssrcs.lowAgain
    this.host = host
    this.viewer = viewer
    this.#media = media
    // the high layer's numbers wrap on the way, and are far from the low one's
    this.#next = { [ssrcs.audio]: 100, [ssrcs.video]: 65_500, [ssrcs.low]: 7 }
  }

  /** Sends one packet of the kind. @returns its bytes and its sequence number */
  send(
    ssrc: number,
    payload: Buffer = vp8Delta,
  ): { packet: Buffer; sequence: number; timestamp: number } {
    const sequence = this.#next[ssrc]! & 0xffff
    const timestamp = (this.#next[ssrc]! * 3000) >>> 0
    this.#next[ssrc]!++
    const audio = ssrc === this.audio
    const packet = rtp({ ssrc, sequence, timestamp, payload, payloadType: audio ? 111 : 96 })
    this.host.send(audio ? 'audio' : 'video', packet)
    return { packet, sequence, timestamp }
  }

  /** A number that is left out: a packet lost on the way to the gateway. */
  lose(ssrc: number): number {
    return this.#next[ssrc]!++ & 0xffff
  }

  /** Until all that was sent has arrived at the viewer, and a key frame was asked for. */
  async settle(viewer: Client): Promise<void> {
    const marks: [number, Buffer][] = [
      [this.video, Buffer.concat([vp8Key, Buffer.from('mark')])],
      [this.audio, Buffer.from('mark')],
    ]
    for (const [ssrc, mark] of marks) {
      await flows(
        () => this.send(ssrc, mark),
        () => viewer.heard(ssrc).length > 0,
      )
      const { timestamp } = this.send(ssrc, mark)
      await arrives(() => expect(viewer.heard(ssrc).at(-1)?.timestamp).toBe(timestamp))
    }
    await arrives(() => expect(this.host.keyFramesAsked()).toContain(this.video))
  }

  /** Until the gateway has obeyed what it was told before. */
  async obeyed(): Promise<void> {
    await this.#media.stats()
  }

  async counts(client: Client, kind: MediaKind) {
    const { associations } = await this.#media.stats()
    return associations.find(({ id }) => id === client.id)![kind]
  }
}
