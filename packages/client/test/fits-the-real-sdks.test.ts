import { type AgoraRtmClient, attachAgoraRtm } from '@symbolon/client/agora-rtm'
import { type AgoraRtmLegacyClient, attachAgoraRtmLegacy } from '@symbolon/client/agora-rtm-legacy'
import { type AgoraWebClient, attachAgoraWeb } from '@symbolon/client/agora-web'
import { type AgoraWebLegacyClient, attachAgoraWebLegacy } from '@symbolon/client/agora-web-legacy'
import { attachChat, type ChatConnection } from '@symbolon/client/chat'
import { useAutoRenew, useToken } from '@symbolon/client/react'
import type { AgoraChat } from 'agora-chat'
import type { useJoin, useRTCClient } from 'agora-rtc-react'
import type { Client, Stream } from 'agora-rtc-sdk'
import type { IAgoraRTCClient, ILocalTrack } from 'agora-rtc-sdk-ng'
import type { RTMClient } from 'agora-rtm-sdk'
import type { RtmClient } from 'agora-rtm-sdk-1'
import { expectTypeOf, test } from 'vitest'

test('agora-rtc-sdk-ng: its client is what the adapter takes', () => {
  expectTypeOf<IAgoraRTCClient>().toExtend<AgoraWebClient<ILocalTrack>>()
  const attach = (client: IAgoraRTCClient) =>
    attachAgoraWeb(client, {} as never, { appId: 'a', channel: 'c', uid: 7 })
  expectTypeOf(attach).returns.toHaveProperty('changeRole')
})

test('agora-rtc-react: its client and its useJoin take what the hooks give', () => {
  type RtcClient = ReturnType<typeof useRTCClient>
  expectTypeOf<RtcClient>().toExtend<AgoraWebClient<RtcClient['localTracks'][number]>>()
  const use = (client: RtcClient, join: typeof useJoin) => {
    const { token, source } = useToken({ url: '/v1/tokens', channel: 'c', subject: { uid: 7 } })
    join({ appid: 'a', channel: 'c', token, uid: 7 }, token !== null)
    return useAutoRenew(client, source, { appId: 'a', channel: 'c', uid: 7 })
  }
  expectTypeOf(use).returns.toHaveProperty('changeRole')
})

test('agora-rtc-sdk 3.x: its client is what the adapter takes, with its streams', () => {
  expectTypeOf<Client>().toExtend<AgoraWebLegacyClient<Stream>>()
  const attach = (client: Client, stream: Stream) =>
    attachAgoraWebLegacy(client, {} as never, { channel: 'c', uid: 7, streams: () => [stream] })
  expectTypeOf(attach).returns.toHaveProperty('join')
})

test('agora-rtm-sdk 2.x: its client is what the adapter takes', () => {
  expectTypeOf<RTMClient>().toExtend<AgoraRtmClient>()
  const attach = (client: RTMClient) => attachAgoraRtm(client, {} as never)
  expectTypeOf(attach).returns.toHaveProperty('login')
})

test('agora-rtm-sdk 1.x: its client is what the adapter takes', () => {
  expectTypeOf<RtmClient>().toExtend<AgoraRtmLegacyClient>()
  const attach = (client: RtmClient) => attachAgoraRtmLegacy(client, {} as never, { uid: 'ada' })
  expectTypeOf(attach).returns.toHaveProperty('login')
})

test('agora-chat: its connection is what the adapter takes', () => {
  expectTypeOf<AgoraChat.Connection>().toExtend<ChatConnection>()
  const attach = (connection: AgoraChat.Connection) =>
    attachChat(connection, {} as never, { user: 'ada' })
  expectTypeOf(attach).returns.toHaveProperty('open')
})
