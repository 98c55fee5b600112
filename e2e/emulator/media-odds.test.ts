import { expect } from 'vitest'
import { chromiumTest } from '../support/chromium.ts'
import type { SdkClient } from './support/client.ts'
import { appId } from './support/emulator.ts'
import { sdkSuite } from './support/suite.ts'

const suite = sdkSuite({ media: true })

async function joined(uid: number, config: Parameters<typeof suite.client>[0] = {}) {
  const client = await suite.client({ role: 'host', ...config })
  const token = suite.token({ uid: `${uid}` })
  expect(await client.join({ appId, channel: 'lobby', token, uid })).toEqual({ value: uid })
  return client
}

async function watches(viewer: SdkClient, uid: number, ...kinds: readonly ('audio' | 'video')[]) {
  for (const kind of kinds) {
    await viewer.hears('user-published', uid, kind)
    expect(await viewer.subscribe(uid, kind)).toEqual({ value: undefined })
    await viewer.moves(uid, kind)
  }
}

chromiumTest(
  'hosts with any of the four codecs are seen by a viewer who asked for VP8',
  async () => {
    const viewer = await joined(9, { role: 'audience' })
    for (const [uid, codec, mimeType] of [
      [1, 'vp9', 'video/VP9'],
      [2, 'h264', 'video/H264'],
      [3, 'av1', 'video/AV1'],
      [4, 'vp8', 'video/VP8'],
    ] as const) {
      const host = await joined(uid, { codec })
      await host.publish('video')
      await watches(viewer, uid, 'video')
      expect((await viewer.received(uid, 'video')).codec).toBe(mimeType)
      await host.call('leave')
    }
  },
)

chromiumTest('a member who is heard by account is subscribed to by account', async () => {
  const viewer = await joined(9, { role: 'audience' })
  const host = await suite.client({ role: 'host' })
  const token = suite.token({ uid: 'alice' })
  await host.join({ appId, channel: 'lobby', token, uid: 'alice' })
  await host.publish('audio')
  await viewer.hears('user-published', 'alice', 'audio')
  expect(await viewer.subscribe('alice', 'audio')).toEqual({ value: undefined })
  await viewer.moves('alice', 'audio')
})

chromiumTest('a muted stream that goes and comes back is heard', async () => {
  const [host, viewer] = [await joined(1), await joined(2, { role: 'audience' })]
  await host.publish('audio', 'video')
  await watches(viewer, 1, 'video', 'audio')
  await host.setMuted('video', true)
  await viewer.hears('user-unpublished', 1, 'video')
  await host.unpublish('audio', 'video')
  await viewer.hears('user-unpublished', 1, 'audio')
  await host.setMuted('video', false)
  await host.publish('audio', 'video')
  await watches(viewer, 1, 'video', 'audio')
  const published = (await viewer.events()).filter(([name]) => name === 'user-published')
  expect(published).toHaveLength(4)
})

chromiumTest('when the media process dies, the gateway stays and members recover', async () => {
  const [host, viewer] = [await joined(1), await joined(2, { role: 'audience' })]
  await host.publish('video')
  await watches(viewer, 1, 'video')
  process.kill(suite.gateway.media!.pid!, 'SIGKILL')
  for (const one of [host, viewer]) {
    await one.hears('connection-state-change', 'RECONNECTING')
    await one.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
  }
  await viewer.moves(1, 'video')
})

chromiumTest('a renewal interrupts nothing', async () => {
  const host = await suite.client({ role: 'host' })
  const token = suite.token({ uid: '1', join: 60 })
  await host.join({ appId, channel: 'lobby', token, uid: 1 })
  const viewer = await joined(2, { role: 'audience' })
  await host.publish('video')
  await watches(viewer, 1, 'video')
  suite.emulator.clock.advance('30s')
  await host.hears('token-privilege-will-expire')
  await host.call('renewToken', suite.token({ uid: '1' }))
  suite.emulator.clock.advance('60s')
  await viewer.moves(1, 'video')
  const names = (await viewer.events()).map(([name]) => name)
  expect(names).not.toContain('user-unpublished')
})

chromiumTest(
  'a user who went while a member without streams was cut off is gone for it',
  async () => {
    const [host, viewer] = [await joined(1), await joined(2)]
    await viewer.hears('user-joined', 1)
    suite.emulator.outage()
    suite.emulator.platform.ban({ appId, uid: 1, seconds: 3600 })
    suite.emulator.restore()
    await viewer.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
    await host.hears('connection-state-change', 'DISCONNECTED', undefined, 'UID_BANNED')
    await viewer.hears('user-left', 1)
  },
)
