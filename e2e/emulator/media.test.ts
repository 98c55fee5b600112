import { expect } from 'vitest'
import { chromiumTest } from '../support/chromium.ts'
import type { SdkClient } from './support/client.ts'
import { appId } from './support/emulator.ts'
import { sdkSuite } from './support/suite.ts'

const suite = sdkSuite({ media: true })
const done = { value: undefined }
const sent = { value: null }

async function joined(uid: number, role: 'host' | 'audience' = 'host'): Promise<SdkClient> {
  const client = await suite.client({ role })
  const token = suite.token({ uid: `${uid}` })
  expect(await client.join({ appId, channel: 'lobby', token, uid })).toEqual({ value: uid })
  return client
}

/** Subscribes to what is published, and sees it move. */
async function watches(viewer: SdkClient, uid: number, ...kinds: readonly ('audio' | 'video')[]) {
  for (const kind of kinds) {
    await viewer.hears('user-published', uid, kind)
    expect(await viewer.subscribe(uid, kind)).toEqual(done)
  }
  for (const kind of kinds) await viewer.moves(uid, kind)
}

chromiumTest('two hosts and a viewer see and hear each other', async () => {
  const [one, two, viewer] = [await joined(1), await joined(2), await joined(3, 'audience')]
  expect(await one.publish('audio', 'video')).toEqual(done)
  expect(await two.publish('video')).toEqual(done)
  await watches(viewer, 1, 'audio', 'video')
  await watches(viewer, 2, 'video')
  await watches(two, 1, 'video', 'audio')
})

chromiumTest('a late viewer finds what is there', async () => {
  const host = await joined(1)
  await host.publish('audio', 'video')
  await host.setMuted('audio', true)
  await suite.happened('published', 2)
  const viewer = await joined(2, 'audience')
  await watches(viewer, 1, 'video')
  await host.setMuted('audio', false)
  await watches(viewer, 1, 'audio')
})

chromiumTest('mute and unmute, kind by kind', async () => {
  const [host, viewer] = [await joined(1), await joined(2, 'audience')]
  await host.publish('audio', 'video')
  await watches(viewer, 1, 'video', 'audio')
  for (const kind of ['video', 'audio'] as const) {
    expect(await host.setMuted(kind, true)).toEqual(done)
    await viewer.hears('user-info-updated', 1, `mute-${kind}`)
    await viewer.hears('user-unpublished', 1, kind)
    expect(await host.setMuted(kind, false)).toEqual(done)
    await watches(viewer, 1, kind)
  }
})

chromiumTest('one kind is unpublished and comes back, the other goes on', async () => {
  const [host, viewer] = [await joined(1), await joined(2, 'audience')]
  await host.publish('audio', 'video')
  await watches(viewer, 1, 'audio', 'video')
  expect(await host.unpublish('video')).toEqual(done)
  await viewer.hears('user-unpublished', 1, 'video')
  await viewer.moves(1, 'audio')
  expect(await host.publish('video')).toEqual(done)
  await watches(viewer, 1, 'video')
  await host.unpublish('audio', 'video')
  await viewer.hears('user-unpublished', 1, 'video')
  await host.publish('audio', 'video')
  await watches(viewer, 1, 'audio', 'video')
  const gone = (await viewer.events()).filter(([name]) => name === 'user-unpublished')
  expect(gone.map(([, , kind]) => kind).sort()).toEqual(['audio', 'video', 'video'])
})

chromiumTest('dual stream: a viewer chooses the small one and the large one again', async () => {
  const [host, viewer] = [await joined(1), await joined(2, 'audience')]
  expect(await host.call('enableDualStream')).toEqual(done)
  await host.publish('video')
  await watches(viewer, 1, 'video')
  await viewer.widens(1, 640)
  expect(await viewer.call('setRemoteVideoStreamType', 1, 1)).toEqual(done)
  await viewer.widens(1, 160)
  await viewer.moves(1, 'video')
  expect(await viewer.call('setRemoteVideoStreamType', 1, 0)).toEqual(done)
  await viewer.widens(1, 640)
  await viewer.moves(1, 'video')
})

chromiumTest('a screen is shared by a second client', async () => {
  const [camera, screen, viewer] = [await joined(1), await joined(101), await joined(2, 'audience')]
  await camera.publish('video')
  expect(await screen.publish('screen')).toEqual(done)
  await watches(viewer, 1, 'video')
  await watches(viewer, 101, 'video')
})

chromiumTest('messages reach everybody else', async () => {
  const [host, viewer, other] = [await joined(1), await joined(2, 'audience'), await joined(3)]
  expect(await host.call('sendStreamMessage', 'hello')).toEqual(sent)
  await viewer.hears('stream-message', 1, 'hello')
  await other.hears('stream-message', 1, 'hello')
  expect(await viewer.call('sendStreamMessage', 'back')).toEqual(sent)
  await host.hears('stream-message', 2, 'back')
})

chromiumTest(
  'video freezes when its privilege ends, audio goes on, a renewal resumes it',
  async () => {
    suite.emulator.setCoHost(true)
    try {
      const host = await suite.client({ role: 'host' })
      const token = suite.token({ uid: '1', video: 60 })
      await host.join({ appId, channel: 'lobby', token, uid: 1 })
      const viewer = await joined(2, 'audience')
      await host.publish('audio', 'video')
      await watches(viewer, 1, 'audio', 'video')
      suite.emulator.clock.advance('61s')
      await viewer.freezes(1)
      await viewer.moves(1, 'audio')
      expect(await host.call('renewToken', suite.token({ uid: '1' }))).toEqual(done)
      await viewer.moves(1, 'video')
      const gone = (await viewer.events()).filter(([name]) => name === 'user-unpublished')
      expect(gone).toEqual([])
    } finally {
      suite.emulator.setCoHost(false)
    }
  },
)

chromiumTest(
  'a kind without a privilege is not published under co-host authentication',
  async () => {
    suite.emulator.setCoHost(true)
    try {
      const host = await suite.client({ role: 'host' })
      const elapsed = { audio: 1, video: 3600 }
      const token = suite.token({ uid: '1', issuedAt: suite.now() - 10, ...elapsed })
      await host.join({ appId, channel: 'lobby', token, uid: 1 })
      expect(await host.publish('video')).toEqual(done)
      await suite.happened('published')
      expect(await host.publish('audio')).toMatchObject({
        error: { code: 'UNEXPECTED_RESPONSE', data: { code: 2020 } },
      })
      expect((await host.events()).at(-1)).toEqual(expect.arrayContaining(['CONNECTED']))
    } finally {
      suite.emulator.setCoHost(false)
    }
  },
)

chromiumTest('media goes on through a lost socket', async () => {
  const [host, viewer] = [await joined(1), await joined(2, 'audience')]
  await host.publish('audio', 'video')
  await watches(viewer, 1, 'video')
  suite.emulator.outage()
  suite.emulator.restore()
  await viewer.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
  await host.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
  await viewer.moves(1, 'video')
  const names = (await viewer.events()).map(([name]) => name)
  expect(names.filter((name) => name === 'user-published')).toHaveLength(2)
  expect(names).not.toContain('user-left')
})
