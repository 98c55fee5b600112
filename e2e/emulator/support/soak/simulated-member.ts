import type { MediaAnswer, MediaOffer } from '../../../../packages/emulator/src/media/types.ts'
import { token } from '../../../../packages/emulator/test/fixture.ts'
import { Client, type Received } from '../../../../packages/emulator/test/media/client.ts'
import { joinMessage, RawClient } from '../../../../packages/emulator/test/support/raw-client.ts'

export interface MemberWish {
  readonly port: number
  readonly uid: number
  readonly role: 'host' | 'audience'
  readonly sends?: readonly number[]
  readonly hears?: readonly number[]
}

const tokenSeconds = 60

/** Speaks the SDK's wire, and has its media plane, without a browser. Renews whenever it is warned. */
export class SimulatedMember {
  readonly uid: number
  readonly media: Client
  /** what befell it, by name */
  readonly counts = { renewed: 0, resumed: 0, refused: 0 }
  /** why it was put out, if it was */
  putOut: string | undefined
  protected edge!: RawClient
  readonly #wish: MemberWish
  #rejoinToken = ''
  #ping: NodeJS.Timeout | undefined

  constructor(wish: MemberWish) {
    this.#wish = wish
    this.uid = wish.uid
    const { hears = [], sends = [] } = wish
    this.media = new Client(`${wish.uid}`, { hears, sends })
  }

  async join(): Promise<this> {
    const { port } = this.#wish
    await this.media.join({ port, connect: (_, offer) => this.#connect(offer) })
    this.#ping = setInterval(() => void this.edge.request('ping'), 3000)
    return this
  }

  async leave(): Promise<void> {
    await Promise.race([this.edge.request('leave'), this.edge.closed])
    this.vanish()
  }

  /** Gone without a word, as a tab that crashed. */
  vanish(): void {
    clearInterval(this.#ping)
    this.edge.socket.terminate()
    this.media.close()
  }

  /** Loses its socket and comes back, as often as it takes. */
  async resume(): Promise<void> {
    this.edge.socket.terminate()
    while (!(await this.#rejoin())) await turn(300)
    this.counts.resumed++
  }

  get isConnected(): boolean {
    return this.edge.socket.readyState === this.edge.socket.OPEN
  }

  /** @throws Error when the edge refuses */
  protected async ask(type: string, message: object): Promise<void> {
    const reply = await Promise.race([this.edge.request(type, message), this.edge.closed])
    if (typeof reply !== 'number' && reply._result !== 'success') {
      this.counts.refused++
      throw new Error(`${type} of ${this.uid}: ${JSON.stringify(reply._message)}`)
    }
  }

  /** @param type - of a push that is not about this member's own session */
  protected hear(_type: string, _message: { readonly uid: number }): void {}

  /** What came since the last time it was asked. */
  take(): readonly Received[] {
    const received = [...this.media.rtp]
    this.media.forget()
    return received
  }

  /** Asks again when the network fails, as the SDK does. @throws Error when it is refused */
  async #connect(offer: MediaOffer): Promise<MediaAnswer> {
    for (;;) {
      const reply = await this.#joinOnce(offer).catch(() => undefined)
      if (reply === undefined) await turn(300)
      else if (reply._result !== 'success') throw new Error(`join: ${JSON.stringify(reply)}`)
      else return this.#admitted(reply._message)
    }
  }

  async #joinOnce({ iceUfrag, icePwd, fingerprints, rtpCapabilities }: MediaOffer) {
    const { port, uid, role } = this.#wish
    const dtlsParameters = { fingerprints }
    const ortc = { iceParameters: { iceUfrag, icePwd }, dtlsParameters, rtpCapabilities }
    const number = role === 'host' ? '1' : '2'
    const key = this.#token()
    const message = await joinMessage(port, { key, uid, role: number, fields: { ortc } })
    this.edge = await this.#open()
    const reply = await Promise.race([this.edge.request('join_v3', message), this.edge.closed])
    return typeof reply === 'number' ? undefined : reply
  }

  // biome-ignore lint/suspicious/noExplicitAny: a reply as it came
  #admitted({ rejoin_token, ortc }: any): MediaAnswer {
    this.#rejoinToken = rejoin_token
    const { iceParameters, dtlsParameters, rtpCapabilities } = ortc
    const { role, fingerprints } = dtlsParameters
    return { ...iceParameters, fingerprint: fingerprints[0], role, rtpCapabilities }
  }

  async #rejoin(): Promise<boolean> {
    const edge = await this.#open().catch(() => undefined)
    if (edge === undefined) return false
    this.edge = edge
    const message = { channel_name: 'lobby', uid: this.uid, vid: null, token: this.#rejoinToken }
    const reply = await Promise.race([edge.request('rejoin_v3', message), edge.closed])
    if (typeof reply === 'number') return false
    if (reply._result !== 'success') throw new Error(`rejoin: ${JSON.stringify(reply._message)}`)
    return true
  }

  async #open(): Promise<RawClient> {
    const edge = await RawClient.open(this.#wish.port)
    edge.socket.on('message', () => {
      for (const { _type, _message } of edge.pushes.splice(0)) this.#hearAll(_type, _message)
    })
    return edge
  }

  #hearAll(type: string, message: { readonly uid: number }): void {
    if (type === 'on_token_privilege_will_expire') {
      this.ask('renew_token', { token: this.#token() }).then(
        () => this.counts.renewed++,
        () => {}, // it is counted as refused
      )
    } else if (/did_expire|banned|notification/.test(type)) {
      this.putOut = `${type} ${JSON.stringify(message)}`
    } else this.hear(type, message)
  }

  /** A publisher's, whoever it is for: the role decides what the holder may send. */
  #token(): string {
    const issuedAt = Math.floor(Date.now() / 1000)
    return token({ uid: `${this.uid}`, issuedAt, join: tokenSeconds, life: tokenSeconds })
  }
}

/** The soak is about real time, so it waits in real time. */
export function turn(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
