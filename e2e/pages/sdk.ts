import { useEmulator } from '@symbolon/emulator/browser'
import type {
  ClientConfig,
  IAgoraRTC,
  IAgoraRTCClient,
  IAgoraRTCRemoteUser,
  ILocalTrack,
  UID,
} from 'agora-rtc-sdk-ng'

/** What came of a call: the SDK's errors do not survive the way out of the page by themselves. */
export type Outcome =
  | { readonly value: unknown; readonly error?: undefined }
  | {
      readonly value?: undefined
      readonly error: { readonly code: string; readonly message: string; readonly data: unknown }
    }

/** How a client finds the emulator; by default the SDK goes where it wants. */
export interface Way {
  /** port of an emulator to be used as proxy server, before each join */
  readonly proxy?: number
  /** port of local access points */
  readonly accessPoints?: number
}

/** An event of a client's, users by their uid. */
export type Recorded = readonly [event: string, ...args: unknown[]]

export interface JoinOptions {
  readonly appId: string
  readonly channel: string
  readonly token: string | null
  readonly uid?: UID | null
}

export type Method =
  | 'leave'
  | 'renewToken'
  | 'setClientRole'
  | 'enableDualStream'
  | 'disableDualStream'
  | 'setRemoteVideoStreamType'
  | 'sendStreamMessage'

export type TrackKind = 'audio' | 'video' | 'screen'

export interface Received {
  readonly framesDecoded: number
  readonly frameWidth: number
  readonly packetsReceived: number
  /** of those that were lost before, by RTX */
  readonly retransmittedPacketsReceived: number
  /** such as `video/VP8`; empty before anything came */
  readonly codec: string
}

export interface Heard {
  readonly index: number
  readonly event: Recorded
}

interface Client {
  readonly rtc: IAgoraRTCClient
  readonly events: Recorded[]
  readonly tracks: Map<string, ILocalTrack>
  listeners: (() => void)[]
}

declare global {
  var sdk: typeof page
}

const names = [
  'connection-state-change',
  'token-privilege-will-expire',
  'token-privilege-did-expire',
  'user-joined',
  'user-left',
  'user-published',
  'user-unpublished',
  'user-info-updated',
  'stream-message',
  'media-reconnect-start',
  'media-reconnect-end',
]

/** What the SDK's script makes known, once it was loaded; Web SDK 3.x claims this name among the types. */
const agora = () => (globalThis as unknown as { readonly AgoraRTC: IAgoraRTC }).AgoraRTC

/** Every connection of the page, to ask it for its own counts: the SDK gives none of them away. */
const connections = new Set<RTCPeerConnection>()
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections.add(this)
    this.addEventListener('connectionstatechange', () => {
      if (this.connectionState === 'closed') connections.delete(this)
    })
  }
}

const clients = new Map<string, Client>()

const nothingReceived: Received = {
  framesDecoded: 0,
  frameWidth: 0,
  packetsReceived: 0,
  retransmittedPacketsReceived: 0,
  codec: '',
}

const page = {
  /** The clients of this page have names. */
  create(name: string, config: Partial<ClientConfig>, { proxy, accessPoints }: Way): void {
    const rtc = agora().createClient({ mode: 'live', codec: 'vp8', ...config })
    if (proxy !== undefined) useEmulator(rtc, { host: `localhost:${proxy}` })
    if (accessPoints !== undefined) {
      const local = { serverList: ['127.0.0.1'], domain: 'localhost', port: accessPoints }
      rtc.setLocalAccessPointsV2({ accessPoints: local })
    }
    const client: Client = { rtc, events: [], tracks: new Map(), listeners: [] }
    clients.set(name, client)
    for (const event of names) {
      rtc.on(event, (...args: unknown[]) => {
        client.events.push([event, ...args.map(plain)])
        for (const listener of client.listeners) listener()
      })
    }
  },

  async leaveAll(): Promise<void> {
    for (const { rtc, tracks } of clients.values()) {
      for (const track of tracks.values()) track.close()
      await rtc.leave()
    }
    clients.clear()
    connections.clear()
    document.body.replaceChildren()
  },

  rtc: (name: string): IAgoraRTCClient => clients.get(name)!.rtc,

  events: (name: string): Recorded[] => clients.get(name)!.events,

  join: (name: string, { appId, channel, token, uid }: JoinOptions): Promise<Outcome> =>
    outcome(page.rtc(name).join(appId, channel, token, uid)),

  call(name: string, method: Method, ...args: unknown[]): Promise<Outcome> {
    const rtc = page.rtc(name) as unknown as Record<string, (...args: unknown[]) => unknown>
    return outcome(Promise.resolve(rtc[method]?.(...args)))
  },

  /** Makes tracks of the fake camera and microphone, and publishes them; a track is kept by its kind. */
  publish: (name: string, kinds: readonly TrackKind[]): Promise<Outcome> =>
    outcome(
      (async () => {
        const { rtc, tracks } = clients.get(name)!
        for (const kind of kinds) if (!tracks.has(kind)) tracks.set(kind, await newTrack(kind))
        await rtc.publish(kinds.map((kind) => tracks.get(kind)!))
      })(),
    ),

  unpublish: (name: string, kinds: readonly TrackKind[]): Promise<Outcome> => {
    const { rtc, tracks } = clients.get(name)!
    return outcome(rtc.unpublish(kinds.map((kind) => tracks.get(kind)!)))
  },

  setMuted: (name: string, kind: TrackKind, muted: boolean): Promise<Outcome> =>
    outcome(clients.get(name)!.tracks.get(kind)!.setMuted(muted)),

  subscribe: (name: string, uid: UID, kind: 'audio' | 'video'): Promise<Outcome> =>
    outcome(
      (async () => {
        const user = userOf(name, uid)
        await page.rtc(name).subscribe(user, kind)
        if (kind === 'audio') user.audioTrack?.play()
        if (kind === 'video') user.videoTrack?.play(screen())
      })(),
    ),

  /** What came of one kind of a user's, as the browser counts it. */
  async received(name: string, uid: UID, kind: 'audio' | 'video'): Promise<Received> {
    const id = userOf(name, uid)[`${kind}Track`]?.getMediaStreamTrack().id
    for (const connection of connections) {
      const reports = await connection.getStats()
      for (const report of reports.values()) {
        if (report.type !== 'inbound-rtp' || report.trackIdentifier !== id) continue
        const codec = reports.get(report.codecId)?.mimeType ?? ''
        const figure = (name: string): number => report[name] ?? 0
        return {
          framesDecoded: figure('framesDecoded'),
          frameWidth: figure('frameWidth'),
          packetsReceived: figure('packetsReceived'),
          retransmittedPacketsReceived: figure('retransmittedPacketsReceived'),
          codec,
        }
      }
    }
    return nothingReceived
  },

  /** Resolves once `count` more frames, or packets of audio, have come. */
  async moves(name: string, uid: UID, kind: 'audio' | 'video', count = 5): Promise<void> {
    const unit = kind === 'video' ? 'framesDecoded' : 'packetsReceived'
    const first = (await page.received(name, uid, kind))[unit]
    while ((await page.received(name, uid, kind))[unit] < first + count) await turn(50)
  },

  /** Resolves once no frame has come for a while; there are 15 of them in a second. */
  async freezes(name: string, uid: UID): Promise<void> {
    for (let last = -1; ; ) {
      const { framesDecoded } = await page.received(name, uid, 'video')
      if (framesDecoded === last) return
      last = framesDecoded
      await turn(800)
    }
  },

  /** Resolves once a user's video is as wide as this. */
  async widens(name: string, uid: UID, width: number): Promise<void> {
    while ((await page.received(name, uid, 'video')).frameWidth !== width) await turn(50)
  },

  /** Resolves with the first event, of those not in `heard`, whose name and first arguments are these. */
  async hears(name: string, wanted: Recorded, heard: readonly number[]): Promise<Heard> {
    const client = clients.get(name)!
    for (;;) {
      const index = client.events.findIndex(
        (event, at) => !heard.includes(at) && begins(event, wanted),
      )
      const event = client.events[index]
      if (event !== undefined) return { index, event }
      await new Promise<void>((resolve) => {
        client.listeners.push(resolve)
      })
    }
  },
}

function userOf(name: string, uid: UID): IAgoraRTCRemoteUser {
  const user = page.rtc(name).remoteUsers.find((one) => one.uid === uid)
  if (user === undefined) throw new Error(`${name} does not see ${uid}`)
  return user
}

function newTrack(kind: TrackKind): Promise<ILocalTrack> {
  if (kind === 'audio') return agora().createMicrophoneAudioTrack()
  if (kind === 'video') return agora().createCameraVideoTrack({ encoderConfig: '480p_1' })
  return agora().createScreenVideoTrack({}, 'disable')
}

/** A place for a video: one that nobody plays is not decoded. */
function screen(): HTMLElement {
  const element = document.createElement('div')
  element.style.cssText = 'width:160px;height:120px'
  document.body.append(element)
  return element
}

function turn(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function begins(event: Recorded, wanted: Recorded): boolean {
  return wanted.every((part, index) => part === undefined || event[index] === part)
}

async function outcome(promise: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: plain(await promise) }
  } catch (error) {
    const { code, message, data } = error as { code: string; message: string; data: unknown }
    return { error: { code, message, data: JSON.parse(JSON.stringify(data ?? null)) } }
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (typeof value === 'object' && value !== null && 'uid' in value) {
    return (value as IAgoraRTCRemoteUser).uid
  }
  return typeof value === 'object' ? null : value
}

globalThis.sdk = page
