import { MediaDriver } from './media-driver.ts'
import type {
  EndChoice,
  Layer,
  MediaAnswer,
  MediaKind,
  MediaOffer,
  MediaStats,
  PublishedStream,
  StreamChoice,
  SubscriptionChoice,
  Whose,
} from './types.ts'

export interface MediaOptions {
  /** UDP port that all associations share: the number of the gateway's TCP port. Default 0: a free one */
  readonly port?: number | undefined
  /** address to bind. Default 127.0.0.1 */
  readonly host?: string | undefined
  /** module specifier of the WebRTC library. Default `node-datachannel` */
  readonly engine?: string | undefined
  /** how long `connect` and `stats` may take, milliseconds. Default 10 000 */
  readonly deadlineMs?: number | undefined
  /** a media process that gives no sign of life for about this long is ended, milliseconds. Default 10 000 */
  readonly silenceMs?: number | undefined
}

/** What the media plane tells, each with what it is about. */
export interface MediaEvents {
  /** The media process ended: all associations are gone. It is started again; clients must connect anew. */
  readonly lost: { readonly ids: readonly string[]; readonly reason: string }
  /** The media process is back. */
  readonly ready: Record<never, never>
  /** ICE and DTLS are through: media flows. */
  readonly connected: { readonly id: string }
  /** The association is over: the client went away, or its network did. It is kept until `disconnect`. */
  readonly failed: { readonly id: string; readonly reason: string }
}

/**
 * The media plane. Clients have ids of the caller's choice, up to 1000 characters, such as a session's.
 * Calls about an id that is not connected do nothing. Wrong arguments throw a TypeError.
 */
export interface Media {
  /** UDP port that all associations share */
  readonly port: number
  /** process id, for diagnosis. undefined: it is being started again */
  readonly pid: number | undefined
  /**
   * A new association for one client, from the `ortc` of its join. An older one of the same id is ended;
   * its gates, and who subscribed to it, stay; what it published and subscribed to does not.
   *
   * @throws MediaError MEDIA_OFFER_INVALID, MEDIA_ENGINE_FAILED, MEDIA_TIMEOUT, MEDIA_BUSY, MEDIA_LOST, MEDIA_CLOSED
   */
  connect(id: string, offer: MediaOffer): Promise<MediaAnswer>
  /** A layer that was published before is replaced. */
  publish(id: string, streams: readonly PublishedStream[]): void
  unpublish(id: string, choices: readonly StreamChoice[]): void
  /** Begins now, or when `from` publishes. Asks the publisher for a key frame. */
  subscribe(choice: SubscriptionChoice): void
  unsubscribe(choice: EndChoice): void
  /** Which layer of the video this subscriber gets, from its next key frame on, under the SSRC of the high one. */
  chooseLayer(choice: Whose, layer: Layer): void
  /** What this publisher may send: packets of a kind that is closed are dropped. Both are open after the first `connect`. */
  gate(id: string, kind: MediaKind, open: boolean): void
  disconnect(id: string): void
  /** @throws MediaError MEDIA_TIMEOUT, MEDIA_BUSY, MEDIA_LOST, MEDIA_CLOSED */
  stats(): Promise<MediaStats>
  /** @returns how to stop listening */
  on<Event extends keyof MediaEvents>(event: Event, listener: Listener<Event>): () => void
  /** Ends all associations and the process. */
  close(): Promise<void>
}

export type Listener<Event extends keyof MediaEvents> = (about: MediaEvents[Event]) => void

/** The media plane, or why there is none. */
export type OpenedMedia =
  | { readonly media: Media; readonly unavailable?: undefined }
  | { readonly media?: undefined; readonly unavailable: string }

/**
 * Starts the media plane, in a process of its own. Without its WebRTC library, an optional dependency,
 * there is none: `unavailable` says why, and the platform is signalling only.
 *
 * @throws MediaError MEDIA_PORT_TAKEN
 */
export async function openMedia(options: MediaOptions = {}): Promise<OpenedMedia> {
  const driver = new MediaDriver(options)
  const unavailable = await driver.open()
  return unavailable === undefined ? { media: driver } : { unavailable }
}
