import { MediaError } from './media-error.ts'
import type { CapabilityLists, CodecEntry, MediaOffer } from './types.ts'

export interface ChosenCodecs {
  readonly audio: readonly CodecEntry[]
  readonly video: readonly CodecEntry[]
}

/** The codec of each payload type: `opus`, `vp8`, `vp8/rtx`. */
export type PayloadNames = ReadonlyMap<number, string>

const profiles: Readonly<Record<string, (entry: CodecEntry) => boolean>> = {
  vp8: () => true,
  vp9: (entry) => parameter(entry, 'profile-id', '0') === '0',
  h264: (entry) =>
    parameter(entry, 'profile-level-id', '').toLowerCase() === '42e01f' &&
    parameter(entry, 'packetization-mode', '0') === '1',
  av1: (entry) => parameter(entry, 'profile', '0') === '0',
}

/**
 * The gateway's codecs: of what the client lists, Opus, VP8, VP9 (profile 0), H.264 (constrained
 * baseline 3.1, packetization mode 1) and AV1 (main), each with its retransmission format. Entries,
 * payload types and their order stay the client's.
 *
 * @throws MediaError MEDIA_OFFER_INVALID when no audio or no video codec is left
 */
export function chooseCodecs({
  send,
  recv,
  sendrecv,
}: MediaOffer['rtpCapabilities']): ChosenCodecs {
  const lists = [sendrecv, send, recv].filter((one) => one !== undefined)
  const audio = firstOfEach(
    listed(lists, 'audioCodecs').filter((entry) => nameOf(entry) === 'opus'),
  )
  const known = listed(lists, 'videoCodecs')
  const main = firstOfEach(known.filter((entry) => profiles[nameOf(entry)]?.(entry)))
  const video = main.flatMap((entry) => {
    const again = known.find(
      (other) => nameOf(other) === 'rtx' && parameter(other, 'apt', '') === `${entry.payloadType}`,
    )
    return again ? [entry, again] : [entry]
  })
  if (audio.length === 0 || video.length === 0) {
    const missing = audio.length === 0 ? 'Opus' : 'VP8, VP9, H264 (42e01f, mode 1) or AV1'
    throw new MediaError('MEDIA_OFFER_INVALID', `the client lists no codec ${missing}`)
  }
  return { audio, video }
}

/** Names are equal on both sides whatever number a browser gave a codec. */
export function payloadNames({ audio, video }: ChosenCodecs): PayloadNames {
  const names = new Map<number, string>()
  for (const entry of [...audio, ...video]) {
    if (nameOf(entry) !== 'rtx') names.set(entry.payloadType, nameOf(entry))
  }
  for (const entry of video) {
    const main = names.get(Number(parameter(entry, 'apt', '')))
    if (nameOf(entry) === 'rtx' && main) names.set(entry.payloadType, `${main}/rtx`)
  }
  return names
}

/** Payload types of one client in those of another. Absent: the other one has no such codec. */
export function translatePayloads(
  from: PayloadNames,
  to: PayloadNames,
): ReadonlyMap<number, number> {
  const numbers = new Map([...to].map(([number, name]) => [name, number]))
  return new Map(
    [...from].flatMap(([number, name]) => {
      const other = numbers.get(name)
      return other === undefined ? [] : [[number, other] as const]
    }),
  )
}

function nameOf(entry: CodecEntry): string {
  return entry.rtpMap.encodingName.toLowerCase()
}

function parameter(entry: CodecEntry, name: string, otherwise: string): string {
  return `${entry.fmtp?.parameters[name] ?? otherwise}`
}

function listed(lists: readonly CapabilityLists[], name: 'audioCodecs' | 'videoCodecs') {
  return lists.flatMap((list) => list[name] ?? [])
}

function firstOfEach(entries: readonly CodecEntry[]): CodecEntry[] {
  const seen = new Set<string>()
  return entries.filter((entry) => !seen.has(nameOf(entry)) && seen.add(nameOf(entry)))
}
