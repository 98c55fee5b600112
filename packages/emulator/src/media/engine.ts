import type { IceUdpMuxListener, PeerConnection, Track } from 'node-datachannel'

/** What is used of the native library; a test may hand in another one. */
export interface Engine {
  readonly PeerConnection: new (name: string, config: ConnectionConfig) => Connection
  readonly IceUdpMuxListener: new (port: number, host: string) => PortHolder
}

/** Keeps the shared port bound. */
export type PortHolder = Pick<IceUdpMuxListener, 'stop'>

export type Connection = Pick<
  PeerConnection,
  'setRemoteDescription' | 'onLocalDescription' | 'onStateChange' | 'onTrack' | 'close'
>

export type MediaTrack = Pick<Track, 'mid' | 'isOpen' | 'sendMessageBinary' | 'onMessage'>

export interface ConnectionConfig {
  iceServers: string[]
  readonly bindAddress: string
  readonly enableIceUdpMux: true
  readonly portRangeBegin: number
  readonly portRangeEnd: number
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** All associations share one UDP port: the SDK sends media to the number of the port it found the gateway on. */
export function connectionConfig({ host, port }: Address): ConnectionConfig {
  return {
    iceServers: [],
    bindAddress: host,
    enableIceUdpMux: true,
    portRangeBegin: port,
    portRangeEnd: port,
  }
}
