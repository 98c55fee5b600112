import type { CapabilityLists, CodecEntry } from '../../src/media/types.ts'

const feedback = [
  { type: 'goog-remb' },
  { type: 'transport-cc' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
]

export function videoCodec(
  payloadType: number,
  encodingName: string,
  parameters: Record<string, string | number> = {},
): CodecEntry {
  return {
    payloadType,
    rtpMap: { encodingName, clockRate: 90_000 },
    rtcpFeedbacks: encodingName === 'rtx' ? [] : feedback,
    fmtp: { parameters },
  }
}

export const opus: CodecEntry = {
  payloadType: 111,
  rtpMap: { encodingName: 'opus', clockRate: 48_000, encodingParameters: '2' },
  rtcpFeedbacks: [{ type: 'transport-cc' }],
  fmtp: { parameters: { minptime: '10', useinbandfec: '1' } },
}

const telephone: CodecEntry = {
  payloadType: 126,
  rtpMap: { encodingName: 'telephone-event', clockRate: 8000 },
}

const h264 = (mode: number, profile: string) => ({
  'level-asymmetry-allowed': '1',
  'packetization-mode': `${mode}`,
  'profile-level-id': profile,
})

/** The lists of Chromium, as the SDK passes them on. */
export const chromium: { readonly sendrecv: CapabilityLists; readonly recv: CapabilityLists } = {
  sendrecv: {
    audioCodecs: [opus, telephone],
    audioExtensions: [{ entry: 1, extensionName: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level' }],
    videoCodecs: [
      videoCodec(96, 'VP8'),
      videoCodec(97, 'rtx', { apt: 96 }),
      videoCodec(102, 'H264', h264(1, '42001f')),
      videoCodec(103, 'rtx', { apt: 102 }),
      videoCodec(106, 'H264', h264(0, '42e01f')),
      videoCodec(107, 'rtx', { apt: 106 }),
      videoCodec(108, 'H264', h264(1, '42e01f')),
      videoCodec(109, 'rtx', { apt: 108 }),
      videoCodec(45, 'AV1', { 'level-idx': 5, profile: 0, tier: 0 }),
      videoCodec(46, 'rtx', { apt: 45 }),
      videoCodec(98, 'VP9', { 'profile-id': 0 }),
      videoCodec(99, 'rtx', { apt: 98 }),
      videoCodec(123, 'red'),
      videoCodec(124, 'rtx', { apt: 123 }),
    ],
    videoExtensions: [],
  },
  recv: { audioCodecs: [], videoCodecs: [videoCodec(100, 'VP9', { 'profile-id': 1 })] },
}
