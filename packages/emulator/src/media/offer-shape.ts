import type { CapabilityLists, CodecEntry, MediaOffer } from './types.ts'

type Fields = Readonly<Record<string, unknown>>

/** Enough for every list and name that a browser sends, little enough for a hostile one to be cheap. */
const mostEntries = 500

/** Whether a client's parameters have the form of an offer. Their values are checked where they are used. */
export function isMediaOffer(value: unknown): value is MediaOffer {
  if (!isFields(value) || !isFields(value.rtpCapabilities)) return false
  const { send, recv, sendrecv } = value.rtpCapabilities
  return (
    typeof value.iceUfrag === 'string' &&
    typeof value.icePwd === 'string' &&
    isList(value.fingerprints, isFingerprint) &&
    [send, recv, sendrecv].every((lists) => lists === undefined || isCapabilities(lists))
  )
}

function isFingerprint(value: unknown): boolean {
  if (!isFields(value)) return false
  return typeof value.hashFunction === 'string' && typeof value.fingerprint === 'string'
}

function isCapabilities(value: unknown): value is CapabilityLists {
  if (!isFields(value)) return false
  const codecs = [value.audioCodecs, value.videoCodecs]
  return codecs.every((list) => list === undefined || isList(list, isCodec))
}

function isCodec(value: unknown): value is CodecEntry {
  if (!isFields(value) || !isFields(value.rtpMap)) return false
  const { payloadType, rtpMap, rtcpFeedbacks, fmtp } = value
  return (
    Number.isInteger(payloadType) &&
    typeof rtpMap.encodingName === 'string' &&
    typeof rtpMap.clockRate === 'number' &&
    (rtcpFeedbacks === undefined || isList(rtcpFeedbacks, isFeedback)) &&
    (fmtp === undefined || (isFields(fmtp) && isFields(fmtp.parameters)))
  )
}

function isFeedback(value: unknown): boolean {
  return isFields(value) && typeof value.type === 'string'
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: unknown, of: (entry: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.length <= mostEntries && value.every(of)
}
