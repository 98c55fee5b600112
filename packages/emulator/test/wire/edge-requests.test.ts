import { expect, test } from 'vitest'
import { secondCertificate, start, subscriberToken, token } from '../fixture.ts'
import { fakeMedia, gateway } from '../support/gateway.ts'
import { joined } from '../support/raw-client.ts'

const success = { _result: 'success', _message: {} }

/** A host 1 and a viewer 2 in "lobby", and the media plane that they were told to use. */
async function hostAndViewer() {
  const { media, calls, tell } = fakeMedia()
  const e = await gateway({ openMedia: async () => media })
  const host = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  const viewer = await joined(e.port, { key: token({ uid: '2' }), uid: 2, role: '2' })
  calls.length = 0
  return { ...e, host: host.client, viewer: viewer.client, calls, tell }
}

const high = { stream_type: 'high', ssrcs: [{ ssrcId: 100, rtx: 101 }] }
const low = { stream_type: 'low', ssrcs: [{ ssrcId: 110, rtx: 111 }] }
const audio = { stream_type: 'audio', ssrcs: [{ ssrcId: 120 }] }

test('publish announces streams by the SSRCs that the publisher chose', async () => {
  const { host, viewer, calls } = await hostAndViewer()
  expect(await host.request('publish', { ortc: [high, low, audio] })).toMatchObject(success)
  expect(await viewer.pushed('on_user_online')).toEqual({ uid: 1, uint_id: 1 })
  const video = { uid: 1, uint_id: 1, ssrcId: 100, rtxSsrcId: 101 }
  expect(await viewer.pushed('on_add_video_stream')).toEqual(video)
  expect(await viewer.pushed('on_add_audio_stream')).toEqual({ uid: 1, uint_id: 1, ssrcId: 120 })
  expect(calls).toEqual([
    [
      'publish',
      '1',
      [
        { kind: 'video', layer: 'high', ssrc: 100, rtx: 101 },
        { kind: 'video', layer: 'low', ssrc: 110, rtx: 111 },
        { kind: 'audio', layer: 'high', ssrc: 120, rtx: undefined },
      ],
    ],
  ])
})

test('another SSRC for a stream that is published is announced', async () => {
  const { host, viewer } = await hostAndViewer()
  await host.request('publish', { ortc: [audio] })
  await host.request('publish', { ortc: [{ ...audio, ssrcs: [{ ssrcId: 999 }] }] })
  await viewer.pushed('on_add_audio_stream')
  expect(await viewer.pushed('on_add_audio_stream')).toMatchObject({ ssrcId: 999 })
})

test('unpublish takes the small stream, then one kind, then all', async () => {
  const { host, viewer, calls } = await hostAndViewer()
  await host.request('publish', { ortc: [high, low, audio] })
  calls.length = 0
  expect(await host.request('unpublish', { ortc: [low] })).toMatchObject(success)
  expect(await viewer.heard()).not.toContain('mute_video')
  await host.request('unpublish', { ortc: [high] })
  expect(await viewer.pushed('mute_video')).toEqual({ uid: 1 })
  await host.request('unpublish', { ortc: [audio] })
  expect(await viewer.pushed('on_remove_stream')).toMatchObject({ uid: 1 })
  expect(calls).toEqual([
    ['unpublish', '1', [{ kind: 'video', layer: 'low' }]],
    ['unpublish', '1', [{ kind: 'video', layer: 'high' }]],
    ['unpublish', '1', [{ kind: 'audio', layer: 'high' }]],
  ])
})

test.each(['audio', 'video'] as const)('control mutes and unmutes %s', async (kind) => {
  const { host, viewer } = await hostAndViewer()
  await host.request('publish', { ortc: [high, audio] })
  expect(await host.request('control', { action: `mute_local_${kind}` })).toMatchObject(success)
  expect(await viewer.pushed(`mute_${kind}`)).toEqual({ uid: 1 })
  await host.request('control', { action: `unmute_local_${kind}` })
  expect(await viewer.pushed(`unmute_${kind}`)).toEqual({ uid: 1 })
})

test('subscribe, switch and unsubscribe reach the media plane', async () => {
  const { host, viewer, calls } = await hostAndViewer()
  await host.request('publish', { ortc: [high, low, audio] })
  calls.length = 0
  const to = { stream_id: 1 }
  for (const [type, message] of [
    ['subscribe', { ...to, stream_type: 'video', ssrcId: 100 }],
    ['switch_video_stream', { ...to, stream_type: 1 }],
    ['switch_video_stream', { ...to, stream_type: 0 }],
    ['unsubscribe', { ...to, ortc: [{ stream_type: 'video', ssrcId: 100 }] }],
    ['unsubscribe', { ...to, ortc: [] }],
  ] as const) {
    expect(await viewer.request(type, message)).toMatchObject(success)
  }
  expect(calls).toEqual([
    ['subscribe', { id: '2', from: '1', kind: 'video' }],
    ['chooseLayer', { id: '2', from: '1' }, 'low'],
    ['chooseLayer', { id: '2', from: '1' }, 'high'],
    ['unsubscribe', { id: '2', from: '1', kind: 'video' }],
  ])
})

test('a stream that is not there cannot be subscribed to', async () => {
  const { viewer } = await hostAndViewer()
  for (const stream_id of [1, 77, 'nobody']) {
    const reply = await viewer.request('subscribe', { stream_id, stream_type: 'video' })
    expect(reply).toMatchObject({ _result: 'failed', _message: { error_code: 2021 } })
  }
})

test('set_client_role is refused under co-host authentication without a privilege', async () => {
  const e = await gateway({}, { coHostAuthentication: true })
  const key = subscriberToken({ uid: '1' })
  const { client } = await joined(e.port, { key, uid: 1, role: '2' })
  expect(await client.request('set_client_role', { role: 'host', level: 0 })).toMatchObject({
    _result: 'failed',
    _message: { code: 2018, error_code: 2018, error_str: expect.stringContaining('privilege') },
  })
  const renewed = await client.request('renew_token', { token: token({ uid: '1' }) })
  expect(renewed).toMatchObject(success)
  expect(await client.request('set_client_role', { role: 'host' })).toMatchObject(success)
})

test('publish is refused whole, when one of its kinds is', async () => {
  const e = await gateway({}, { coHostAuthentication: true })
  const key = token({ uid: '1', issuedAt: start - 10, video: 1, audio: 3600 })
  const { client } = await joined(e.port, { key, uid: 1 })
  expect(await client.request('publish', { ortc: [audio, high] })).toMatchObject({
    _result: 'failed',
    _message: { error_code: 2020 },
  })
  expect(e.log.entries().filter(({ type }) => type === 'published')).toEqual([])
  expect(await client.request('publish', { ortc: [audio] })).toMatchObject(success)
})

test.each([
  ['another certificate', token({ certificate: secondCertificate, uid: '1' })],
  ['another user', token({ uid: '8' })],
  ['garbage', 'garbage'],
  ['no token', undefined],
])('renew_token with %s fails with the number and text seen in the wild', async (_, wrong) => {
  const { host } = await hostAndViewer()
  expect(await host.request('renew_token', { token: wrong })).toMatchObject({
    _result: 'failed',
    _message: { code: 110, error_code: 110, error_str: 'error to verify token permission' },
  })
  expect(await host.request('ping')).toMatchObject(success)
})

test('data_stream reaches everybody else, also from the audience', async () => {
  const { host, viewer } = await hostAndViewer()
  const payload = Buffer.from('hello').toString('base64')
  expect(await viewer.request('data_stream', { payload, sendTs: 1 })).toMatchObject(success)
  expect(await host.pushed('on_data_stream')).toEqual({ uid: 2, payload })
  const nonsense = await viewer.request('data_stream', { payload: 'not base64!' })
  expect(nonsense).toMatchObject({ _result: 'failed' })
})

test.each(['ping', 'set_video_profile', 'set_dual_stream_mode', 'set_fallback_option'])(
  '%s is answered',
  async (type) => {
    const { host } = await hostAndViewer()
    expect(await host.request(type, { stream_type: 0 })).toMatchObject(success)
  },
)

test('restart_ice is refused at once: the SDK would wait for more after a success', async () => {
  const { host } = await hostAndViewer()
  expect(await host.request('restart_ice')).toMatchObject({ _result: 'failed' })
})

test('traffic_stats carries the list that the SDK looks for', async () => {
  const { host } = await hostAndViewer()
  const { _message } = await host.request('traffic_stats')
  expect(_message).toEqual({ access_delay: 0, peer_delay: [] })
})

test('an unknown request is refused at once', async () => {
  const { host } = await hostAndViewer()
  for (const type of ['publish_datastream', 'constructor', '__proto__']) {
    expect(await host.request(type, {})).toMatchObject({
      _result: 'failed',
      _message: { error_str: `the emulator does not know ${type}` },
    })
  }
})

test('leave is answered, and the others hear of it', async () => {
  const { host, viewer, calls } = await hostAndViewer()
  expect(await host.request('leave')).toMatchObject(success)
  expect(await viewer.pushed('on_user_offline')).toEqual({ uid: 1, uint_id: 1, reason: 'Quit' })
  expect(calls).toEqual([['disconnect', '1']])
})

test('a lapsed privilege closes the gate of its kind, a renewal opens it', async () => {
  const { media, calls } = fakeMedia()
  const e = await gateway({ openMedia: async () => media }, { coHostAuthentication: true })
  const { client } = await joined(e.port, { key: token({ uid: '1', video: 60 }), uid: 1 })
  calls.length = 0
  e.clock.advance('61s')
  expect(calls).toEqual([
    ['gate', '1', 'audio', true],
    ['gate', '1', 'video', false],
  ])
  await client.request('renew_token', { token: token({ uid: '1', issuedAt: start + 61 }) })
  expect(calls.at(-1)).toEqual(['gate', '1', 'video', true])
})

test('a media plane that was lost, or an association, sends its members for a new one', async () => {
  const { host, viewer, tell } = await hostAndViewer()
  tell('failed', { id: '1', reason: 'gone' })
  expect(await host.pushed('on_notification')).toEqual({ code: 9 })
  tell('lost', { ids: ['2'], reason: 'crash' })
  expect(await viewer.heard()).not.toContain('on_notification')
  tell('ready', {})
  expect(await viewer.pushed('on_notification')).toEqual({ code: 9 })
})
