import { spy } from './spy.js'

const client = spy({
  join(_appId, _channel, _token, uid) {
    queueMicrotask(() => globalThis.fireSdkEvent('connection-state-change', 'CONNECTED'))
    return Promise.resolve(uid)
  },
})

const track = spy({})

export const createClient = () => () => client
export const createMicrophoneAndCameraTracks = () => () => ({ ready: true, tracks: [track, track] })
export const AgoraVideoPlayer = () => null
export default { createClient: () => client, VERSION: '4.0.0' }
