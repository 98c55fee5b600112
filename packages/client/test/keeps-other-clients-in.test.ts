import { attachAgoraRtm } from '@symbolon/client/agora-rtm'
import { attachAgoraRtmLegacy } from '@symbolon/client/agora-rtm-legacy'
import { attachAgoraWebLegacy } from '@symbolon/client/agora-web-legacy'
import { attachChat } from '@symbolon/client/chat'
import { attachNativeEngine } from '@symbolon/client/native-engine'
import { expect, test } from 'vitest'
import { outcome, scene, sourceOn } from './fixture.ts'
import { Recorder } from './recorder.ts'

function client() {
  const errors: string[] = []
  const onError = ({ code }: { code: string }) => errors.push(code)
  return { ...scene(), sdk: new Recorder(), errors, onError }
}

test('Web SDK 2.x and 3.x: renews at the warning; after the end joins and publishes again', async () => {
  const { world, source, sdk, errors, onError } = client()
  const options = { channel: 'lobby', uid: 7, streams: () => ['camera', 'broken'], onError }
  const attached = attachAgoraWebLegacy<string>(sdk, source, options)
  expect(await outcome(world, attached.join(), 1)).toBe(7)
  sdk.emit('onTokenPrivilegeWillExpire')
  await world.advance(1)
  sdk.emit('onTokenPrivilegeDidExpire')
  await world.advance(1)
  expect(sdk.calls).toEqual([
    'join 007token0 lobby 7',
    'renewToken 007token1',
    'join 007token2 lobby 7',
    'publish camera',
    'publish broken',
  ])
  expect(errors).toEqual(['SDK_REJOIN_FAILED'])
  attached.detach()
  expect(sdk.eventNames()).toEqual([])
})

test('RTM 2.x: renews at the warning; after TOKEN_EXPIRED logs in again', async () => {
  const { world, source, sdk, errors, onError } = client()
  let again = 0
  const onLoggedInAgain = () => again++
  const attached = attachAgoraRtm(sdk, source, { onLoggedInAgain, onError })
  await outcome(world, attached.login(), 1)
  sdk.emit('tokenPrivilegeWillExpire', '')
  await world.advance(1)
  const failed = { currentState: 'FAILED', serviceType: 'MESSAGE' }
  sdk.emit('linkState', { ...failed, reasonCode: 'SAME_UID_LOGIN' })
  await world.advance(1)
  sdk.emit('linkState', { ...failed, reasonCode: 'TOKEN_EXPIRED' })
  await world.advance(1)
  expect(sdk.calls).toEqual(['login 007token0', 'renewToken 007token1', 'login 007token2'])
  expect([again, errors]).toEqual([1, []])
  attached.detach()
  expect(sdk.eventNames()).toEqual([])
})

test('RTM 2.x: the token of a stream channel comes from a source of its own', async () => {
  const { world, device, source, sdk, errors, onError } = client()
  const stage = sourceOn(device, { channel: 'stage' }).source
  const streamChannel = (name: string) => (name === 'stage' ? stage : undefined)
  attachAgoraRtm(sdk, source, { streamChannel, onError })
  sdk.emit('tokenPrivilegeWillExpire', 'stage')
  await world.advance(1)
  sdk.emit('tokenPrivilegeWillExpire', 'unknown')
  await world.advance(1)
  expect(sdk.calls).toEqual(['renewToken 007token0 stage'])
  expect(errors).toEqual(['SDK_RENEWAL_FAILED'])
})

test('RTM 1.x: renews at the warning; when aborted by the end logs in again', async () => {
  const { world, source, sdk, errors, onError } = client()
  const attached = attachAgoraRtmLegacy(sdk, source, { uid: 'alice', onError })
  await outcome(world, attached.login(), 1)
  sdk.emit('TokenPrivilegeWillExpire')
  await world.advance(1)
  sdk.emit('ConnectionStateChanged', 'ABORTED', 'REMOTE_LOGIN')
  sdk.emit('ConnectionStateChanged', 'RECONNECTING', 'INTERRUPTED')
  sdk.emit('TokenExpired')
  await world.advance(1)
  sdk.emit('ConnectionStateChanged', 'ABORTED', 'TOKEN_EXPIRED')
  await world.advance(1)
  expect(sdk.calls).toEqual([
    'login 007token0 alice',
    'renewToken 007token1',
    'renewToken 007token2',
    'login 007token3 alice',
  ])
  expect(errors).toEqual([])
  attached.detach()
  expect(sdk.eventNames()).toEqual([])
})

test('native engines: renews at the warning; after the end by the app, or by renewToken', async () => {
  const { world, source, sdk, errors, onError } = client()
  const rejoin = async (token: string) => void sdk.calls.push(`rejoin ${token}`)
  const attached = attachNativeEngine(sdk, source, { rejoin, onError })
  await outcome(world, source.get(), 1) // and joined with it
  sdk.handler!.onConnectionStateChanged({}, 2)
  sdk.handler!.onConnectionStateChanged({}, 3)
  await world.advance(1)
  sdk.handler!.onTokenPrivilegeWillExpire()
  await world.advance(1)
  sdk.handler!.onRequestToken()
  await world.advance(1)
  expect(sdk.calls).toEqual(['renewToken 007token1', 'rejoin 007token2'])
  sdk.handler!.onRenewTokenResult({}, '', 0)
  sdk.handler!.onRenewTokenResult({}, '', 6)
  expect(errors).toEqual([])
  sdk.handler!.onRenewTokenResult({}, '', 3)
  expect(errors).toEqual(['SDK_RENEWAL_FAILED'])
  attached.detach()
  expect(sdk.handler).toBeUndefined()

  attachNativeEngine(sdk, source, { onError })
  sdk.handler!.onRequestToken()
  await world.advance(1)
  expect(sdk.calls.at(-1)).toBe('renewToken 007token2')
})

test('native engines: a token that came while the engine reconnected is handed over', async () => {
  const { world, source, sdk } = client()
  attachNativeEngine(sdk, source)
  await outcome(world, source.get(), 1)
  for (const state of [2, 3, 4]) sdk.handler!.onConnectionStateChanged({}, state)
  await outcome(world, source.renew(), 1)
  expect(sdk.calls).toEqual([])
  sdk.handler!.onConnectionStateChanged({}, 3)
  await world.advance(1)
  expect(sdk.calls).toEqual(['renewToken 007token1'])
})

test('native engines: a join of the app that fails after the end is tried again', async () => {
  const { world, source, sdk, errors, onError } = client()
  const rejoin = async (token: string) => {
    sdk.calls.push(`rejoin ${token}`)
    sdk.handler!.onConnectionStateChanged({}, 2)
    if (sdk.calls.length === 1) throw new Error('of the SDK')
  }
  attachNativeEngine(sdk, source, { rejoin, onError })
  await outcome(world, source.get(), 1)
  sdk.handler!.onRequestToken()
  await world.advance(1)
  expect(sdk.calls).toEqual(['rejoin 007token0', 'rejoin 007token1'])
  expect(errors).toEqual([])
})

test('native engines: a negative code of renewToken is an error, when it comes four times', async () => {
  const { world, device, source, sdk, errors, onError } = client()
  attachNativeEngine(sdk, source, { onError, environment: device })
  sdk.code = -2
  sdk.handler!.onTokenPrivilegeWillExpire()
  await world.advance(6)
  expect(errors).toEqual([])
  await world.advance(2)
  expect(sdk.calls).toEqual(Array(4).fill('renewToken 007token0'))
  expect(errors).toEqual(['SDK_RENEWAL_FAILED'])
})

test('Chat: the warning at half of the life asks for nothing; the end opens again', async () => {
  const { world, source, sdk, errors, onError, server } = client()
  const attached = attachChat(sdk, source, { user: 'alice', onError })
  await outcome(world, attached.open(), 1)
  sdk.chat!.onConnected()
  await world.advance(1800)
  sdk.chat!.onTokenWillExpire()
  await world.advance(1)
  expect(server.requests).toHaveLength(1)
  await world.advance(1700)
  expect(sdk.calls).toEqual(['open alice 007token0', 'renewToken 007token1'])
  sdk.chat!.onDisconnected()
  sdk.chat!.onTokenExpired()
  await world.advance(1)
  expect(sdk.calls.at(-1)).toBe('open alice 007token2')
  expect(errors).toEqual([])
  attached.detach()
  expect(sdk.chat).toBeUndefined()
})
