import { spy } from './spy.js'

const engine = spy({
  getVersion: () => ({ version: '4.1.0' }),
  joinChannel(_token, _channel, uid) {
    queueMicrotask(() => globalThis.fireSdkEvent('onJoinChannelSuccess', { localUid: uid }, 0))
    return 0
  },
})

export const createAgoraRtcEngine = () => engine
export const RtcSurfaceView = () => null
export const ChannelProfileType = {
  ChannelProfileCommunication: 0,
  ChannelProfileLiveBroadcasting: 1,
}
export const ClientRoleType = { ClientRoleBroadcaster: 1, ClientRoleAudience: 2 }
export const AreaCode = { AreaCodeGlob: 0xffffffff, AreaCodeCn: 1 }
export const RenderModeType = { RenderModeHidden: 1, RenderModeFit: 2 }
export const RemoteAudioState = {}
export const RemoteVideoState = {}
export const StreamFallbackOptions = {}
