import type { ChosenCodecs } from './codecs.ts'
import { MediaError } from './media-error.ts'
import type { CodecEntry, MediaKind, MediaOffer, TransportAnswer } from './types.ts'

export type SsrcLists = Readonly<Record<MediaKind, readonly number[]>>

export interface OfferParts {
  readonly offer: MediaOffer
  readonly codecs: ChosenCodecs
  /** SSRCs whose packets are let in: the client's own, and those its feedback is about */
  readonly ssrcs: SsrcLists
}

/**
 * The offer that the client never sent as text: one audio and one video section for everything, since
 * streams are told apart by SSRC alone.
 *
 * @throws MediaError MEDIA_OFFER_INVALID when a value cannot stand in a line of SDP
 */
export function writeOffer({ offer, codecs, ssrcs }: OfferParts): string {
  const { hashFunction, fingerprint } = usableFingerprint(offer)
  const transport = [
    `a=ice-ufrag:${checked(offer.iceUfrag, iceText(4))}`,
    `a=ice-pwd:${checked(offer.icePwd, iceText(22))}`,
    `a=fingerprint:${hashFunction} ${fingerprint}`,
    'a=setup:actpass',
  ]
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE audio video',
    ...section('audio', { codecs: codecs.audio, ssrcs: ssrcs.audio, transport }),
    ...section('video', { codecs: codecs.video, ssrcs: [noSource, ...ssrcs.video], transport }),
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** The media source in the header of feedback that lists its targets in entries, as FIR does. It must get in as well. */
const noSource = 0

interface SectionParts {
  readonly codecs: readonly CodecEntry[]
  readonly ssrcs: readonly number[]
  readonly transport: readonly string[]
}

function section(kind: MediaKind, { codecs, ssrcs, transport }: SectionParts): string[] {
  const payloadTypes = codecs.map((codec) => checked(codec.payloadType, /^\d{1,3}$/))
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadTypes.join(' ')}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${kind}`,
    ...transport,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...codecs.flatMap(codecLines),
    ...ssrcs.map((ssrc) => `a=ssrc:${checked(ssrc, /^\d{1,10}$/)} cname:client`),
  ]
}

function codecLines({ payloadType, rtpMap, rtcpFeedbacks = [], fmtp }: CodecEntry): string[] {
  const channels = rtpMap.encodingParameters ? `/${checked(rtpMap.encodingParameters, token)}` : ''
  const format = Object.entries(fmtp?.parameters ?? {}).map(
    ([name, value]) =>
      checked(name, token) + (value === null || value === '' ? '' : `=${checked(value, token)}`),
  )
  const name = checked(rtpMap.encodingName, token)
  return [
    `a=rtpmap:${payloadType} ${name}/${checked(rtpMap.clockRate, /^\d{1,9}$/)}${channels}`,
    ...rtcpFeedbacks.map(({ type, parameter }) => {
      const rest = parameter ? ` ${checked(parameter, token)}` : ''
      return `a=rtcp-fb:${payloadType} ${checked(type, token)}${rest}`
    }),
    ...(format.length > 0 ? [`a=fmtp:${payloadType} ${format.join(';')}`] : []),
  ]
}

// no blanks, separators or line ends: nothing a client says can become a line of its own
const token = /^[\w.+\-/:,]{1,200}$/
const iceText = (least: number) => new RegExp(`^[A-Za-z0-9+/]{${least},256}$`)

function checked(value: unknown, form: RegExp): string {
  const text = `${value}`
  if (form.test(text)) return text
  throw new MediaError('MEDIA_OFFER_INVALID', 'an ICE or RTP parameter of the client is malformed')
}

function usableFingerprint({ fingerprints }: MediaOffer) {
  const usable = fingerprints.filter(
    ({ hashFunction, fingerprint }) =>
      /^sha-(1|224|256|384|512)$/i.test(hashFunction) &&
      /^([0-9a-f]{2}:){19,63}[0-9a-f]{2}$/i.test(fingerprint),
  )
  const best = usable.find((one) => one.hashFunction.toLowerCase() === 'sha-256') ?? usable[0]
  if (best) return { hashFunction: best.hashFunction.toLowerCase(), fingerprint: best.fingerprint }
  throw new MediaError('MEDIA_OFFER_INVALID', 'the client gives no usable DTLS fingerprint')
}

/**
 * What the gateway's own description says about ICE and DTLS.
 *
 * @returns undefined when something is missing, as in the description of a connection that has closed
 */
export function readAnswer(sdp: string): TransportAnswer | undefined {
  const value = (name: string) => new RegExp(`^a=${name}:(.+?)\\s*$`, 'm').exec(sdp)?.[1]
  const iceUfrag = value('ice-ufrag')
  const icePwd = value('ice-pwd')
  const fingerprint = value('fingerprint')?.match(/^sha-256 ([0-9A-F:]+)$/i)?.[1]
  const setup = value('setup')
  const role = setup === 'active' ? 'client' : setup === 'passive' ? 'server' : undefined
  if (!iceUfrag || !icePwd || !fingerprint || !role) return undefined
  return { iceUfrag, icePwd, fingerprint: { algorithm: 'sha-256', fingerprint }, role }
}
