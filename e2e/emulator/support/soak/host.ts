import { rtp, vp8Delta, vp8Key } from '../../../../packages/emulator/test/media/packets.ts'
import { SimulatedMember } from './simulated-member.ts'

export interface HostSsrcs {
  readonly uid: number
  readonly audio: number
  readonly video: number
  readonly again: number
}

/** The hosts' SSRCs never change, because a subscriber's description lists what it will hear. */
export const hosts: readonly HostSsrcs[] = [1, 2].map((uid) => ({
  uid,
  audio: uid * 1000 + 1,
  video: uid * 1000 + 2,
  again: uid * 1000 + 3,
}))

const packetEveryMs = 20
const filler = Buffer.alloc(800)

/** Publishes both kinds, 50 packets a second of each; a key frame when one is asked for. */
export class SimulatedHost extends SimulatedMember {
  readonly #ssrcs: HostSsrcs
  #sequence = 0
  #sending: NodeJS.Timeout | undefined

  constructor(port: number, ssrcs: HostSsrcs) {
    const { uid, audio, video, again } = ssrcs
    super({ port, uid, role: 'host', sends: [audio, video, again] })
    this.#ssrcs = ssrcs
  }

  override async join(): Promise<this> {
    await super.join()
    const { audio, video, again } = this.#ssrcs
    const ortc = [
      { stream_type: 'audio', ssrcs: [{ ssrcId: audio }] },
      { stream_type: 'high', ssrcs: [{ ssrcId: video, rtx: again }] },
    ]
    await this.ask('publish', { ortc })
    this.#sending = setInterval(() => this.#send(), packetEveryMs)
    return this
  }

  override vanish(): void {
    clearInterval(this.#sending)
    super.vanish()
  }

  #send(): void {
    const sequence = ++this.#sequence & 0xffff
    const { audio, video } = this.#ssrcs
    const payload = Buffer.concat([this.#isAskedForKeyFrame() ? vp8Key : vp8Delta, filler])
    const sound = rtp({ ssrc: audio, sequence, timestamp: this.#sequence * 960, payloadType: 111 })
    this.media.send('audio', sound)
    this.media.send('video', rtp({ ssrc: video, sequence, timestamp: sequence * 1800, payload }))
  }

  #isAskedForKeyFrame(): boolean {
    if (this.media.rtcp.length === 0) return false
    const asked = this.media.keyFramesAsked().length > 0
    this.media.forget()
    return asked
  }
}
