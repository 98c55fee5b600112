import { type AgoraRtmClient, attachAgoraRtm } from '@symbolon/client/agora-rtm'
import { type AgoraWebClient, attachAgoraWeb } from '@symbolon/client/agora-web'
import type { IAgoraRTCClient, ILocalTrack } from 'agora-rtc-sdk-ng'
import type { RTMClient } from 'agora-rtm-sdk'
import { expectTypeOf, test } from 'vitest'

test('agora-rtc-sdk-ng: its client is what the adapter takes', () => {
  expectTypeOf<IAgoraRTCClient>().toExtend<AgoraWebClient<ILocalTrack>>()
  const attach = (client: IAgoraRTCClient) =>
    attachAgoraWeb(client, {} as never, { appId: 'a', channel: 'c', uid: 7 })
  expectTypeOf(attach).returns.toHaveProperty('changeRole')
})

test('agora-rtm-sdk 2.x: its client is what the adapter takes', () => {
  expectTypeOf<RTMClient>().toExtend<AgoraRtmClient>()
  const attach = (client: RTMClient) => attachAgoraRtm(client, {} as never)
  expectTypeOf(attach).returns.toHaveProperty('login')
})
