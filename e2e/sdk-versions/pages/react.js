// An app as agora-rtc-react wants it: two members in one page, a host who publishes and a viewer who shows her.
import { useEmulator } from '@symbolon/emulator/browser'
import AgoraRTC, {
  AgoraRTCProvider,
  RemoteUser,
  useClientEvent,
  useJoin,
  useLocalCameraTrack,
  usePublish,
  useRemoteUsers,
} from 'agora-rtc-react'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

/** Every connection of the page: the SDK does not give its counts of frames away. */
const connections = []
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration) {
    super(configuration)
    connections.push(this)
  }
}

/** What happened to whom, and what went wrong. */
const events = []

function useMember({ appId, uid, channel, token }) {
  const { isConnected, error } = useJoin({ appid: appId, channel, token, uid }, true)
  if (error !== null) events.push([uid, 'error', error.message])
  return isConnected
}

/** Renews as an app should, and notes whatever would be an interruption. */
function useRenewal(client, uid) {
  useClientEvent(client, 'token-privilege-will-expire', async () => {
    events.push([uid, 'token-privilege-will-expire'])
    await client.renewToken(await globalThis.fetchToken(uid))
    events.push([uid, 'renewed'])
  })
  const note = (name) => (about) => events.push([uid, name, about.uid ?? about])
  useClientEvent(client, 'connection-state-change', note('connection-state-change'))
  useClientEvent(client, 'user-unpublished', note('user-unpublished'))
  useClientEvent(client, 'user-left', note('user-left'))
}

function Host({ client, member }) {
  const isConnected = useMember(member)
  useRenewal(client, member.uid)
  const { localCameraTrack } = useLocalCameraTrack(true)
  const { error } = usePublish([localCameraTrack], isConnected)
  if (error !== null) events.push([member.uid, 'error', error.message])
  return createElement('p', null, isConnected ? 'host is connected' : 'host connects')
}

function Viewer({ client, member }) {
  useMember(member)
  useRenewal(client, member.uid)
  const users = useRemoteUsers()
  return users.map((user) =>
    createElement(
      'div',
      { key: user.uid, style: { width: 320, height: 240 } },
      createElement(RemoteUser, { user, playVideo: true, playAudio: false }),
    ),
  )
}

globalThis.app = {
  version: AgoraRTC.VERSION,
  events,

  show({ port, members }) {
    const shown = [Host, Viewer].map((component, nth) => {
      const role = nth === 0 ? 'host' : 'audience'
      const client = AgoraRTC.createClient({ mode: 'live', codec: 'vp8', role })
      useEmulator(client, { host: `localhost:${port}` })
      const member = createElement(component, { client, member: members[nth] })
      return createElement(AgoraRTCProvider, { key: role, client }, member)
    })
    const root = createRoot(document.getElementById('app'))
    root.render(shown)
    globalThis.app.close = () => root.unmount()
  },

  async framesDecoded() {
    let frames = 0
    for (const connection of connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'inbound-rtp') frames += report.framesDecoded ?? 0
      }
    }
    return frames
  },

  /** Resolves once so many more frames were decoded. */
  async moves(count) {
    const first = await globalThis.app.framesDecoded()
    while ((await globalThis.app.framesDecoded()) < first + count) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  },
}
