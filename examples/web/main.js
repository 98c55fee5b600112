import { createTokenSource } from '@symbolon/client'
import { attachAgoraWeb } from '@symbolon/client/agora-web'
import { connectEmulator } from '@symbolon/emulator/browser'
import AgoraRTC from 'agora-rtc-sdk-ng'
import { buttons, log, removeVideo, removeVideos, show, videoOf } from './view.js'

const query = new URLSearchParams(location.search)
const appId = query.get('appId') ?? 'your App ID'
const tokenServer = query.get('tokens') ?? 'http://127.0.0.1:8080/v1/tokens'
const emulator = query.get('emulator') // such as localhost:4443; without it the real platform is joined
const channel = 'lobby'

buttons.host.onclick = () => enter('publisher').catch(failed)
buttons.viewer.onclick = () => enter('subscriber').catch(failed)
show('DISCONNECTED')

async function enter(role) {
  const uid = 1 + Math.floor(Math.random() * 2 ** 31)
  const client = AgoraRTC.createClient({ mode: 'live', codec: 'vp8', role: clientRole(role) })
  if (emulator) connectEmulator(client, { host: emulator })

  const source = createTokenSource({ url: tokenServer, channel, subject: { uid }, role })
  source.on('token', ({ expiresAt }) => log(`a token until ${timeOf(expiresAt)}`))
  source.on('failed', (error) => log(`no new token yet: ${error.code}`)) // it is tried again
  source.on('refused', (error) => log(`no token: ${error.code}`)) // it is not

  const attached = attachAgoraWeb(client, source, { appId, channel, uid, onError: failed })
  client.on('connection-state-change', (state, _before, reason) => show(state, reason))
  client.on('user-published', async (user, kind) => {
    const track = await client.subscribe(user, kind)
    track.play(kind === 'video' ? videoOf(user.uid) : undefined)
  })
  client.on('user-unpublished', (user, kind) => kind === 'video' && removeVideo(user.uid))
  client.on('user-left', (user) => removeVideo(user.uid))

  let tracks = []
  const leave = async () => {
    attached.detach() // or it would join again
    source.close()
    for (const track of tracks) track.close()
    await client.leave()
    removeVideos()
  }
  buttons.leave.onclick = () => leave().catch(failed)
  try {
    await attached.join()
    if (role === 'subscriber') return
    tracks = await AgoraRTC.createMicrophoneAndCameraTracks()
    tracks[1].play(videoOf(uid))
    await client.publish(tracks)
  } catch (error) {
    await leave()
    throw error
  }
}

function clientRole(role) {
  return role === 'publisher' ? 'host' : 'audience'
}

function timeOf(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString()
}

function failed(error) {
  log(`${error.code ?? error.name}: ${error.message}`)
}
