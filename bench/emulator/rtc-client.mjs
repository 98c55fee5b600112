// Stands in for a browser at the media plane: one peer connection, an audio and a video track.
import { createRequire } from 'node:module'

const emulator = new URL('../../packages/emulator/package.json', import.meta.url)
const nodeDatachannel = createRequire(emulator)('node-datachannel')

const codec = (payloadType, encodingName, clockRate, encodingParameters) => ({
  payloadType,
  rtpMap: { encodingName, clockRate, encodingParameters },
  rtcpFeedbacks: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
  fmtp: { parameters: {} },
})

const rtpCapabilities = {
  sendrecv: {
    audioCodecs: [codec(111, 'opus', 48_000, '2')],
    videoCodecs: [codec(96, 'VP8', 90_000)],
  },
}

/** Connects to the media plane under this id. `ssrcs`: those that it will send, or hear. */
export async function connect(media, { id, sends = [], hears = [], onPacket = () => {} }) {
  const connection = new nodeDatachannel.PeerConnection(id, {
    iceServers: [],
    bindAddress: '127.0.0.1',
  })
  const audio = new nodeDatachannel.Audio('audio', 'SendRecv')
  audio.addOpusCodec(111)
  const video = new nodeDatachannel.Video('video', 'SendRecv')
  video.addVP8Codec(96)
  for (const ssrc of [...sends, 1]) video.addSSRC(ssrc, 'client')
  const tracks = { audio: connection.addTrack(audio), video: connection.addTrack(video) }
  for (const track of Object.values(tracks)) track.onMessage(onPacket)
  const opened = Promise.all(
    Object.values(tracks).map((track) => new Promise((resolve) => track.onOpen(resolve))),
  )
  const answer = await media.connect(id, await offerOf(connection))
  connection.setRemoteDescription(describe(answer, hears), 'answer')
  connection.addRemoteCandidate(`candidate:1 1 UDP 1 127.0.0.1 ${media.port} typ host`, 'audio')
  await opened
  // what nothing refers to is closed in silence
  return { connection, tracks, held: [audio, video] }
}

function offerOf(connection) {
  return new Promise((resolve) => {
    connection.onLocalDescription((sdp) => {
      const value = (name) => new RegExp(`^a=${name}:(.+?)\\s*$`, 'm').exec(sdp)[1]
      const [hashFunction, fingerprint] = value('fingerprint').split(' ')
      resolve({
        iceUfrag: value('ice-ufrag'),
        icePwd: value('ice-pwd'),
        fingerprints: [{ hashFunction, fingerprint }],
        rtpCapabilities,
      })
    })
    connection.setLocalDescription('offer')
  })
}

function describe({ iceUfrag, icePwd, fingerprint, role }, hears) {
  const common = [
    `a=ice-ufrag:${iceUfrag}`,
    `a=ice-pwd:${icePwd}`,
    `a=fingerprint:${fingerprint.algorithm} ${fingerprint.fingerprint}`,
    `a=setup:${role === 'client' ? 'active' : 'passive'}`,
    'a=sendrecv',
    'a=rtcp-mux',
  ]
  const section = (kind, payloadType, codec) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${kind}`,
    ...common,
    `a=rtpmap:${payloadType} ${codec}`,
  ]
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE audio video',
    ...section('audio', 111, 'opus/48000/2'),
    ...section('video', 96, 'VP8/90000'),
    ...hears.map((ssrc) => `a=ssrc:${ssrc} cname:gateway`),
  ]
  return `${lines.join('\r\n')}\r\n`
}
