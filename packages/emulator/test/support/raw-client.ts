import { onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { appId } from '../fixture.ts'
import { type Asked, accessPointRequest, form, https } from './gateway.ts'

// biome-ignore lint/suspicious/noExplicitAny: replies that a test looks into
type Message = any

export interface Pushed {
  readonly _type: string
  readonly _message: Message
}

const codec = (payloadType: number, encodingName: string, clockRate: number) => ({
  payloadType,
  rtpMap: { encodingName, clockRate },
  rtcpFeedbacks: [{ type: 'nack', parameter: 'pli' }],
})

/** What a browser brings, as short as it may be. */
export const ortc = {
  iceParameters: { iceUfrag: 'page', icePwd: 'a password of the page' },
  dtlsParameters: { fingerprints: [{ hashFunction: 'sha-256', fingerprint: 'CC:DD' }] },
  rtpCapabilities: {
    sendrecv: {
      audioCodecs: [codec(111, 'opus', 48_000)],
      videoCodecs: [codec(96, 'VP8', 90_000)],
    },
  },
}

/** Speaks the edge's messages without the SDK. */
export class RawClient {
  readonly socket: WebSocket
  readonly pushes: Pushed[] = []
  /** code of the close, once it is closed */
  readonly closed: Promise<number>
  private readonly waiting = new Map<string, (reply: Message) => void>()
  private listeners: (() => void)[] = []
  private count = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => resolve(code))
    })
    socket.on('error', () => {}) // the close tells it
    socket.on('message', (data) => this.hear(JSON.parse(String(data))))
  }

  static async open(port: number, path = '/ws/?h=127-0-0-1.edge.agora.io&p=4443') {
    const url = `wss://127.0.0.1:${port}${path}`
    const socket = new WebSocket(url, { rejectUnauthorized: false })
    onTestFinished(() => socket.terminate())
    const client = new RawClient(socket)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return client
  }

  /** Asks and waits for the reply, whole. */
  request(type: string, message: unknown = {}): Promise<Message> {
    const id = `r${++this.count}`
    const reply = new Promise((resolve) => this.waiting.set(id, resolve))
    this.socket.send(JSON.stringify({ _id: id, _type: type, _message: message }))
    return reply
  }

  /** The first push of this type, taken out of the list. */
  async pushed(type: string): Promise<Message> {
    for (;;) {
      const index = this.pushes.findIndex(({ _type }) => _type === type)
      if (index >= 0) return this.pushes.splice(index, 1)[0]!._message
      await new Promise<void>((resolve) => {
        this.listeners.push(resolve)
      })
    }
  }

  /** Names of all pushes so far: whatever was sent before the reply to this ping has arrived. */
  async heard(): Promise<string[]> {
    await this.request('ping')
    return this.pushes.map(({ _type }) => _type)
  }

  private hear(frame: Message): void {
    if (frame._id === undefined) {
      this.pushes.push(frame)
      for (const listener of this.listeners.splice(0)) listener()
      return
    }
    this.waiting.get(frame._id)?.(frame)
    this.waiting.delete(frame._id)
  }
}

export interface JoinWish extends Asked {
  readonly mode?: 'live' | 'rtc'
  /** overrides fields of the join */
  readonly fields?: Readonly<Record<string, unknown>>
}

/** The access point's whole answer to a join. */
async function ask(port: number, wish: Asked): Promise<Message> {
  const posted = form(JSON.stringify(accessPointRequest(wish)))
  const path = '/ap/?url=webrtc2-ap-web-1.agora.io/api/v2/transpond/webrtc?v=2'
  return JSON.parse((await https(port, { method: 'POST', path, ...posted })).body)
}

/** What the SDK sends first, with a ticket that the access point gave. */
export async function joinMessage(port: number, wish: JoinWish): Promise<Message> {
  const { channel = 'lobby', key, role = '1', mode = 'live', fields } = wish
  const answer = await ask(port, wish)
  return {
    app_id: wish.appId ?? appId,
    channel_name: channel,
    channel_key: key,
    role: role === '1' ? 'host' : 'audience',
    mode,
    ap_response: answer.response_body[0].buffer,
    ortc,
    ...fields,
  }
}

/** A client that has joined, and the reply to its join. */
export async function joined(port: number, wish: JoinWish) {
  const client = await RawClient.open(port)
  const reply = await client.request('join_v3', await joinMessage(port, wish))
  return { client, reply }
}
