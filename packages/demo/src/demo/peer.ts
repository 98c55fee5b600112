import {
  type ClientToken,
  createTokenSource,
  isTokenSourceError,
  type Role,
  type TokenSource,
  type TokenSourceError,
} from '@symbolon/client'
import { type AttachedAgoraWeb, attachAgoraWeb } from '@symbolon/client/agora-web'
import { useEmulator } from '@symbolon/emulator/browser'
import type { IAgoraRTC, IAgoraRTCClient, ILocalVideoTrack } from 'agora-rtc-sdk-ng'
import { cameraPicture, generatedPicture } from './picture.ts'
import { type Refusal, saidBy } from './refusal.ts'
import { Store } from './store.ts'
import type { Tone } from './tell-event.ts'
import { watchClient } from './watch-client.ts'

export const channel = 'lobby'
/** differs by case: the commonest slip */
const wrongChannel = 'Lobby'

export interface PeerState {
  /** as the SDK calls it */
  readonly connection: string
  readonly role: Role
  /** whether new tokens are fetched and handed to the SDK */
  readonly renewing: boolean
  /** the newest that was fetched */
  readonly token: ClientToken | undefined
  readonly camera: boolean
  /** what it publishes, and what it receives */
  readonly own: MediaStreamTrack | undefined
  readonly seen: MediaStreamTrack | undefined
  readonly refusal: Refusal | undefined
  /** what it is about to do; one thing at a time */
  readonly busy: string | undefined
  /** the ban in force, if any */
  readonly banId: number | undefined
}

/** What the demo lends to each. */
export interface PeerSurroundings {
  readonly sdk: IAgoraRTC
  readonly appId: string
  readonly lifeSeconds: () => number
  readonly headers: () => Readonly<Record<string, string>>
  readonly say: (text: string, tone?: Tone) => void
  /** a refusal, to be explained and shown */
  readonly refused: (told: Told) => void
}

/** What is to be explained: of which token, at which door. */
export interface Told {
  readonly title: string
  readonly said: string
  readonly token: string
  readonly channel: string
  /** what `explain` may read as the SDK's error */
  readonly error?: string
}

const asJoiner = { publisher: 'host', subscriber: 'audience' } as const

/** One of the two: an unmodified client of the Web SDK, a token source, and what keeps both together. */
export class Peer {
  readonly name: 'Host' | 'Viewer'
  readonly uid: number
  readonly store: Store<PeerState>
  readonly #around: PeerSurroundings
  readonly #client: IAgoraRTCClient
  #source: TokenSource | undefined
  #attached: AttachedAgoraWeb | undefined
  #track: ILocalVideoTrack | undefined

  constructor(name: Peer['name'], around: PeerSurroundings) {
    this.name = name
    this.uid = name === 'Host' ? 1 : 2
    this.#around = around
    this.#client = this.#newClient()
    this.store = new Store<PeerState>({
      connection: 'DISCONNECTED',
      role: name === 'Host' ? 'publisher' : 'subscriber',
      renewing: false,
      token: undefined,
      camera: false,
      own: undefined,
      seen: undefined,
      refusal: undefined,
      busy: undefined,
      banId: undefined,
    })
    watchClient(this.#client, {
      store: this.store,
      say: around.say,
      putOut: (said) => this.#putOut(said),
    })
  }

  get isIn(): boolean {
    return this.store.state.connection !== 'DISCONNECTED'
  }

  /** Fetches a token, joins with it and, as a publisher, publishes. */
  async join(): Promise<void> {
    this.#forget()
    const { appId } = this.#around
    const { role } = this.store.state
    this.store.set({ refusal: undefined, renewing: true })
    const source = this.#newSource()
    const onError = (error: TokenSourceError) => this.#failed(error)
    const options = { appId, channel, uid: this.uid, onError }
    this.#source = source
    this.#attached = attachAgoraWeb(this.#client, source, options)
    try {
      await this.#client.setClientRole(asJoiner[role])
      await this.#attached.join()
      if (role === 'publisher') await this.#publish()
    } catch (error) {
      this.#forget()
      if (isTokenSourceError(error)) throw error
      this.#refusedAt(channel, error)
    }
  }

  async leave(): Promise<void> {
    this.#forget()
    await this.#client.leave()
    this.#closeTrack()
    this.store.set({ token: undefined, seen: undefined })
  }

  /** Asks for the next token now; the adapter hands it to the SDK. */
  async renew(): Promise<void> {
    await this.#source?.renew()
  }

  /** The token is left to its fate. */
  stopRenewing(): void {
    this.#forget()
  }

  /** Another token and another role, without leaving. Fails with all as it was. */
  async changeRole(role: Role): Promise<void> {
    const before = this.store.state.role
    if (role === 'subscriber') await this.#client.unpublish()
    try {
      await this.#attached?.changeRole(role)
    } catch (error) {
      this.#around.say(`stays ${before}: ${saidBy(error)}`, 'bad')
      if (this.#track && role === 'subscriber') await this.#client.publish(this.#track)
      throw error
    }
    this.store.set({ role })
    if (role === 'publisher') await this.#publish()
    else this.#closeTrack()
  }

  /** A second client knocks at another door, with the token for this one. */
  async tryWrongChannel(): Promise<void> {
    const token = this.store.state.token ?? (await this.#tokenOnly()) // shown as its token, too
    const stranger = this.#newClient()
    try {
      await stranger.join(this.#around.appId, wrongChannel, token.token, this.uid)
      await stranger.leave()
    } catch (error) {
      this.#refusedAt(wrongChannel, error)
    }
  }

  /** Another picture for the same track: nothing is published anew. */
  async useCamera(camera: boolean): Promise<void> {
    this.store.set({ camera })
    try {
      const picture = camera ? await cameraPicture() : this.#generated()
      await this.#track?.replaceTrack(picture, true)
      this.store.set({ own: this.#track && picture })
      if (this.#track === undefined) picture.stop()
    } catch (error) {
      this.store.set({ camera: !camera })
      throw error
    }
  }

  #newClient(): IAgoraRTCClient {
    const client = this.#around.sdk.createClient({ mode: 'live', codec: 'vp8' })
    return useEmulator(client, { host: location.host })
  }

  #newSource(): TokenSource {
    const { say, headers, lifeSeconds } = this.#around
    const source = createTokenSource({
      url: `${location.origin}/v1/tokens`,
      channel,
      subject: { uid: this.uid },
      role: this.store.state.role,
      expiresInSeconds: lifeSeconds(),
      headers,
      shareAs: false,
    })
    source.on('token', (token) => {
      say(`has a new token for ${Math.round(token.expiresAt - token.issuedAt)} s`, 'good')
      this.store.set({ token })
    })
    source.on('failed', (error) => say(saidBy(error), 'bad'))
    source.on('refused', (error) => say(saidBy(error), 'bad'))
    return source
  }

  async #tokenOnly(): Promise<ClientToken> {
    const source = this.#newSource()
    return await source.get().finally(source.close)
  }

  async #publish(): Promise<void> {
    const picture = this.store.state.camera
      ? await cameraPicture().catch(() => this.#generated())
      : this.#generated()
    this.#closeTrack()
    this.#track = this.#around.sdk.createCustomVideoTrack({ mediaStreamTrack: picture })
    this.store.set({ own: picture })
    await this.#client.publish(this.#track)
  }

  #generated(): MediaStreamTrack {
    return generatedPicture(this.name, this.name === 'Host' ? 14 : 190)
  }

  #closeTrack(): void {
    this.#track?.close()
    this.#track = undefined
    this.store.set({ own: undefined })
  }

  /** Ends the fetching and handing over of tokens. */
  #forget(): void {
    this.#attached?.detach()
    this.#source?.close()
    this.#attached = undefined
    this.#source = undefined
    this.store.set({ renewing: false })
  }

  /** The adapter could not hand a token over, or could not get back in. The rest is told by the source's events. */
  #failed({ code, cause, message }: TokenSourceError): void {
    const error = cause ?? new Error(message)
    if (code === 'SDK_REJOIN_FAILED') this.#refusedAt(channel, error)
    if (code === 'SDK_RENEWAL_FAILED') this.#show('The new token was not taken', channel, error)
  }

  /** The platform ended the session. While tokens are renewed, an end of the token is mended by itself. */
  #putOut(said: string): void {
    const { token, renewing } = this.store.state
    if (renewing && said.includes('TOKEN_EXPIRE')) return
    this.#forget()
    this.#closeTrack()
    this.store.set({ seen: undefined })
    const title = 'Put out of the channel'
    if (token) this.#around.refused({ title, said, token: token.token, channel, error: said })
  }

  #refusedAt(door: string, error: unknown): void {
    this.#show(`Not let in to “${door}”`, door, error)
  }

  #show(title: string, door: string, error: unknown): void {
    const said = saidBy(error)
    const { token } = this.store.state
    if (token === undefined) this.#around.say(said, 'bad')
    else this.#around.refused({ title, said, token: token.token, channel: door, error: said })
  }
}
