import { useAutoRenew, useToken } from '@symbolon/client/react'
import { connectEmulator } from '@symbolon/emulator/browser'
import AgoraRTC, {
  AgoraRTCProvider,
  LocalVideoTrack,
  useConnectionState,
  useJoin,
  useLocalCameraTrack,
  useLocalMicrophoneTrack,
  usePublish,
} from 'agora-rtc-react'
import { useState } from 'react'
import { Button, Others, show } from './view.jsx'

const query = new URLSearchParams(location.search)
const appId = query.get('appId') ?? 'your App ID'
const tokenServer = query.get('tokens') ?? 'http://127.0.0.1:8080/v1/tokens'
const emulator = query.get('emulator') // such as localhost:4443; without it the real platform is joined
const channel = 'lobby'
const uid = 1 + Math.floor(Math.random() * 2 ** 31)

const client = AgoraRTC.createClient({ mode: 'live', codec: 'vp8', role: 'audience' })
if (emulator) connectEmulator(client, { host: emulator })

function Call({ role, onLeave }) {
  const wish = { url: tokenServer, channel, subject: { uid }, role }
  const { token, expiresAt, error, source, retry } = useToken(wish)
  const join = useJoin({ appid: appId, channel, token, uid }, token !== null)
  const renewing = useAutoRenew(client, source, { appId, channel, uid })
  const state = useConnectionState()
  const problem = error ?? join.error ?? renewing.error
  return (
    <>
      <p>
        State: <output>{state}</output> <Button onClick={onLeave}>Leave</Button>
      </p>
      {expiresAt && <p>The token lasts until {new Date(expiresAt * 1000).toLocaleTimeString()}</p>}
      {problem && (
        <p role="alert">
          {problem.code}: {problem.message} <Button onClick={retry}>Try again</Button>
        </p>
      )}
      <div className="videos">
        {role === 'publisher' && <Own isConnected={join.isConnected} />}
        <Others />
      </div>
    </>
  )
}

function Own({ isConnected }) {
  const { localCameraTrack } = useLocalCameraTrack()
  const { localMicrophoneTrack } = useLocalMicrophoneTrack()
  usePublish([localMicrophoneTrack, localCameraTrack], isConnected)
  return <LocalVideoTrack track={localCameraTrack} play />
}

function App() {
  const [role, setRole] = useState(null)
  if (role) return <Call role={role} onLeave={() => setRole(null)} />
  const enter = async (wanted) => {
    await client.setClientRole(wanted === 'publisher' ? 'host' : 'audience')
    setRole(wanted)
  }
  return (
    <p>
      <Button onClick={() => enter('publisher')}>Join as host</Button>
      <Button onClick={() => enter('subscriber')}>Join as viewer</Button>
    </p>
  )
}

show(
  <AgoraRTCProvider client={client}>
    <App />
  </AgoraRTCProvider>,
)
