import type { Audio, PeerConnection, Track, Video } from 'node-datachannel'
import { expect, vi } from 'vitest'
import { readRtcp } from '../../src/media/rtcp-read.ts'
import { isRtcp, type RtpHeader, readRtp } from '../../src/media/rtp.ts'
import type { CapabilityLists, MediaAnswer, MediaKind, MediaOffer } from '../../src/media/types.ts'
import { chromium } from './browser-codecs.ts'

/** The native library. It is optional: without it these tests are skipped, but not where everything must run. */
export const engine = await import('node-datachannel').catch((error: unknown) => {
  if (process.env.CI) throw error
  console.warn('SKIPPED: node-datachannel cannot be loaded, the media plane is not tested', error)
  return undefined
})

export interface Received extends RtpHeader {
  readonly packet: Buffer
}

export interface ClientOptions {
  /** SSRCs this client will be sent, which its description must list */
  readonly hears?: readonly number[]
  readonly sends?: readonly number[]
  readonly capabilities?: { readonly sendrecv?: CapabilityLists }
}

/** What the SDK has of the media plane: a function that turns its parameters into the gateway's. */
export interface Gateway {
  readonly port: number
  connect(id: string, offer: MediaOffer): Promise<MediaAnswer>
}

/** Stands in for a browser: one peer connection with an audio and a video track. */
export class Client {
  readonly id: string
  readonly rtp: Received[] = []
  readonly rtcp: Buffer[] = []
  answer: MediaAnswer | undefined
  readonly #options: ClientOptions
  readonly #connection: PeerConnection
  readonly #tracks: Record<MediaKind, Track>
  readonly #held: (Audio | Video)[] = []

  constructor(id: string, options: ClientOptions = {}) {
    this.id = id
    this.#options = options
    this.#connection = new engine!.PeerConnection(id, {
      iceServers: [],
      bindAddress: '127.0.0.1',
    })
    const audio = new engine!.Audio('audio', 'SendRecv')
    audio.addOpusCodec(111)
    const video = new engine!.Video('video', 'SendRecv')
    video.addVP8Codec(96)
    for (const ssrc of options.sends ?? []) video.addSSRC(ssrc, 'client')
    // receivers speak as SSRC 1
    video.addSSRC(1, 'client')
    this.#held.push(audio, video)
    this.#tracks = {
      audio: this.#connection.addTrack(audio),
      video: this.#connection.addTrack(video),
    }
    for (const track of Object.values(this.#tracks)) track.onMessage((packet) => this.#take(packet))
  }

  /** Joins through the gateway as the SDK does: parameters one way, parameters the other, no trickle. */
  async join(gateway: Gateway): Promise<this> {
    const offer = await this.offer()
    this.answer = await gateway.connect(this.id, offer)
    this.#connection.setRemoteDescription(this.#remote(this.answer), 'answer')
    const candidate = `candidate:1 1 UDP 2122317823 127.0.0.1 ${gateway.port} typ host`
    this.#connection.addRemoteCandidate(candidate, 'audio')
    await vi.waitFor(() => expect(this.open).toBe(true), { timeout: 10_000, interval: 5 })
    return this
  }

  offer(): Promise<MediaOffer> {
    return new Promise((resolve) => {
      this.#connection.onLocalDescription((sdp) => {
        const value = (name: string) => new RegExp(`^a=${name}:(.+?)\\s*$`, 'm').exec(sdp)![1]!
        const [hashFunction, fingerprint] = value('fingerprint').split(' ') as [string, string]
        resolve({
          iceUfrag: value('ice-ufrag'),
          icePwd: value('ice-pwd'),
          fingerprints: [{ hashFunction, fingerprint }],
          rtpCapabilities: this.#options.capabilities ?? chromium,
        })
      })
      this.#connection.setLocalDescription('offer')
    })
  }

  get open(): boolean {
    return this.#tracks.audio.isOpen() && this.#tracks.video.isOpen()
  }

  get state(): string {
    return this.#connection.state()
  }

  send(kind: MediaKind, packet: Buffer): void {
    this.#tracks[kind].sendMessageBinary(packet)
  }

  /** What arrived under one SSRC, in its order. */
  heard(ssrc: number): Received[] {
    return this.rtp.filter((one) => one.ssrc === ssrc)
  }

  /** SSRCs for which a key frame was asked of this client. */
  keyFramesAsked(): number[] {
    return this.rtcp.flatMap(readRtcp).flatMap((one) => (one.type === 'keyFrame' ? one.ssrc : []))
  }

  nacks(): { ssrc: number; sequences: readonly number[] }[] {
    const all = this.rtcp.flatMap(readRtcp)
    return all.flatMap((one) =>
      one.type === 'nack' ? [{ ssrc: one.ssrc, sequences: one.sequences }] : [],
    )
  }

  forget(): void {
    this.rtp.length = 0
    this.rtcp.length = 0
  }

  close(): void {
    this.#connection.close()
  }

  #take(packet: Buffer): void {
    if (isRtcp(packet)) {
      // handed over once for each SSRC in it
      if (!this.rtcp.at(-1)?.equals(packet)) this.rtcp.push(packet)
      return
    }
    const header = readRtp(packet)
    if (header) this.rtp.push({ ...header, packet })
  }

  #remote({ iceUfrag, icePwd, fingerprint, role }: MediaAnswer): string {
    const common = [
      `a=ice-ufrag:${iceUfrag}`,
      `a=ice-pwd:${icePwd}`,
      `a=fingerprint:${fingerprint.algorithm} ${fingerprint.fingerprint}`,
      `a=setup:${role === 'client' ? 'active' : 'passive'}`,
      'a=sendrecv',
      'a=rtcp-mux',
    ]
    const heard = (this.#options.hears ?? []).map((ssrc) => `a=ssrc:${ssrc} cname:gateway`)
    const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE audio video']
    lines.push('m=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=mid:audio', ...common)
    lines.push('a=rtpmap:111 opus/48000/2')
    lines.push('m=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0', 'a=mid:video', ...common)
    lines.push('a=rtpmap:96 VP8/90000', ...heard)
    return `${lines.join('\r\n')}\r\n`
  }
}

/** Waits for what the network brings. */
export function arrives(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 2 })
}

/** Sends packet after packet until one arrives: the first ones may come before the gateway lets them in. */
export async function flows(send: (turn: number) => void, arrived: () => boolean): Promise<void> {
  let turn = 0
  await arrives(() => {
    if (!arrived()) send(turn++)
    expect(arrived()).toBe(true)
  })
}
