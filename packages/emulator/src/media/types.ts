export type MediaKind = 'audio' | 'video'

/** `low` is the small stream of dual stream; everything else is `high`, audio and screens too. */
export type Layer = 'high' | 'low'

/** One codec as the SDK's `join_v3` lists it. */
export interface CodecEntry {
  readonly payloadType: number
  readonly rtpMap: {
    readonly encodingName: string
    readonly clockRate: number
    readonly encodingParameters?: string | number | undefined
  }
  readonly rtcpFeedbacks?: readonly FeedbackEntry[] | undefined
  readonly fmtp?: { readonly parameters: FormatParameters } | undefined
}

interface FeedbackEntry {
  readonly type: string
  readonly parameter?: string | undefined
}

type FormatParameters = Readonly<Record<string, string | number | boolean | null>>

/** One RTP header extension as the SDK's `join_v3` lists it. */
interface ExtensionEntry {
  readonly entry: number
  readonly extensionName: string
}

export interface CapabilityLists {
  readonly audioCodecs?: readonly CodecEntry[] | undefined
  readonly audioExtensions?: readonly ExtensionEntry[] | undefined
  readonly videoCodecs?: readonly CodecEntry[] | undefined
  readonly videoExtensions?: readonly ExtensionEntry[] | undefined
}

/** The `ortc` of the SDK's `join_v3`, flattened: what the browser brings to the association. */
export interface MediaOffer {
  readonly iceUfrag: string
  readonly icePwd: string
  /** the request names the algorithm `hashFunction`; the reply must name it `algorithm` */
  readonly fingerprints: readonly { readonly hashFunction: string; readonly fingerprint: string }[]
  readonly rtpCapabilities: {
    readonly send?: CapabilityLists | undefined
    readonly recv?: CapabilityLists | undefined
    readonly sendrecv?: CapabilityLists | undefined
  }
}

/** What the gateway brings: ICE and DTLS parameters, to go into the `ortc` of the reply. */
export interface TransportAnswer {
  readonly iceUfrag: string
  readonly icePwd: string
  readonly fingerprint: { readonly algorithm: 'sha-256'; readonly fingerprint: string }
  /** the gateway's own DTLS role */
  readonly role: 'client' | 'server'
}

export interface MediaAnswer extends TransportAnswer {
  readonly rtpCapabilities: { readonly sendrecv: Required<CapabilityLists> }
}

/** One stream of the SDK's `publish`. SSRCs are the publisher's own and reach subscribers unchanged. */
export interface PublishedStream {
  readonly kind: MediaKind
  readonly layer: Layer
  readonly ssrc: number
  /** SSRC of its retransmissions */
  readonly rtx?: number | undefined
}

/** Which published streams to take away: all of a kind, or one layer of it. */
export interface StreamChoice {
  readonly kind: MediaKind
  readonly layer?: Layer | undefined
}

/** A subscriber, and the publisher it is about. */
export interface Whose {
  readonly id: string
  readonly from: string
}

export interface SubscriptionChoice extends Whose {
  readonly kind: MediaKind
}

/** What is no longer subscribed to. Without a kind: both. */
export interface EndChoice extends Whose {
  readonly kind?: MediaKind | undefined
}

export type AssociationState = 'connecting' | 'connected' | 'failed'

/** RTP packets of one kind, counted since the association was made. */
interface KindStats {
  /** received from this client, of streams that it published */
  readonly received: number
  /** of those, dropped at a closed gate */
  readonly gated: number
  /** sent to this client */
  readonly sent: number
}

export interface AssociationStats {
  readonly id: string
  readonly state: AssociationState
  /** all packets of RTP and RTCP */
  readonly packetsIn: number
  readonly packetsOut: number
  readonly audio: KindStats
  readonly video: KindStats
}

export interface MediaStats {
  readonly associations: readonly AssociationStats[]
  /** of the media process since its start */
  readonly cpuSeconds: number
  readonly memoryBytes: number
}
