import { randomBytes } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { chooseCodecs } from '../../media/codecs.ts'
import type { MediaAnswer, MediaOffer } from '../../media/types.ts'

const short = Type.String({ maxLength: 256 })
const few = { maxItems: 128 }

const codec = Type.Object({
  payloadType: Type.Integer({ minimum: 0, maximum: 127 }),
  rtpMap: Type.Object({
    encodingName: short,
    clockRate: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    encodingParameters: Type.Optional(Type.Union([short, Type.Number()])),
  }),
  rtcpFeedbacks: Type.Optional(
    Type.Array(Type.Object({ type: short, parameter: Type.Optional(short) }), few),
  ),
  fmtp: Type.Optional(
    Type.Object({
      parameters: Type.Record(
        short,
        Type.Union([short, Type.Number(), Type.Boolean(), Type.Null()]),
      ),
    }),
  ),
})

const extension = Type.Object({ entry: Type.Integer(), extensionName: short })

const capabilities = Type.Object({
  audioCodecs: Type.Optional(Type.Array(codec, few)),
  audioExtensions: Type.Optional(Type.Array(extension, few)),
  videoCodecs: Type.Optional(Type.Array(codec, few)),
  videoExtensions: Type.Optional(Type.Array(extension, few)),
})

/** What the SDK's `join_v3` brings for the media association. */
export const ortcSchema = Type.Object({
  iceParameters: Type.Object({ iceUfrag: short, icePwd: short }),
  dtlsParameters: Type.Object({
    fingerprints: Type.Array(Type.Object({ hashFunction: short, fingerprint: short }), few),
  }),
  rtpCapabilities: Type.Object({
    send: Type.Optional(capabilities),
    recv: Type.Optional(capabilities),
    sendrecv: Type.Optional(capabilities),
  }),
})

export function offerOf(ortc: Static<typeof ortcSchema>): MediaOffer {
  const { iceParameters, dtlsParameters, rtpCapabilities } = ortc
  return { ...iceParameters, fingerprints: dtlsParameters.fingerprints, rtpCapabilities }
}

/** The reply's `ortc`. Here the fingerprint's algorithm has another name than in the request. */
export function encodeOrtc(answer: MediaAnswer): Record<string, unknown> {
  const { iceUfrag, icePwd, fingerprint, role, rtpCapabilities } = answer
  return {
    iceParameters: { iceUfrag, icePwd },
    dtlsParameters: { role, fingerprints: [fingerprint] },
    rtpCapabilities,
    cname: 'symbolon',
  }
}

/**
 * Parameters of an association that nobody listens for, for a gateway without media: without them the SDK
 * would not finish the join.
 */
export function unheardAnswer(offer: MediaOffer): MediaAnswer {
  const { audio, video } = chooseCodecs(offer.rtpCapabilities)
  const sendrecv = {
    audioCodecs: audio,
    audioExtensions: [],
    videoCodecs: video,
    videoExtensions: [],
  }
  const hex = randomBytes(32).toString('hex').toUpperCase()
  return {
    iceUfrag: randomBytes(6).toString('hex'),
    icePwd: randomBytes(16).toString('hex'),
    fingerprint: { algorithm: 'sha-256', fingerprint: hex.match(/../g)!.join(':') },
    role: 'client',
    rtpCapabilities: { sendrecv },
  }
}
