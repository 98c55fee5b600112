import { expect, test } from 'vitest'
import { appId, token } from '../fixture.ts'
import { fakeMedia, gateway } from '../support/gateway.ts'
import { joined, RawClient } from '../support/raw-client.ts'

const audio = (ssrcId: number) => ({ ortc: [{ stream_type: 'audio', ssrcs: [{ ssrcId }] }] })

/** A member 1 whose socket is gone, and a host 2. */
async function cutOff() {
  const { media, calls } = fakeMedia()
  const e = await gateway({ openMedia: async () => media })
  const { client, reply } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  const { client: host } = await joined(e.port, { key: token({ uid: '2' }), uid: 2 })
  await host.request('publish', audio(20))
  await client.pushed('on_add_audio_stream')
  const interrupted = new Promise<void>((resolve) => {
    e.log.listen(({ type }) => type === 'interrupted' && resolve())
  })
  client.socket.terminate()
  await interrupted
  const message = { session_id: 'x', uid: 1, vid: null, token: reply._message.rejoin_token }
  return { ...e, host, message, calls }
}

test('who comes back in time is told anew who is here, and media was not touched', async () => {
  const { port, message, calls, host } = await cutOff()
  const before = calls.length
  const client = await RawClient.open(port)
  const reply = await client.request('rejoin_v3', message)
  expect(reply).toMatchObject({ _result: 'success', _message: { uid: 1 } })
  expect(await client.heard()).toEqual(['on_user_online', 'on_add_audio_stream'])
  expect(await host.heard()).not.toContain('on_user_offline')
  expect(calls).toHaveLength(before)
})

test('what changed meanwhile is told', async () => {
  const { port, message, host } = await cutOff()
  await host.request('control', { action: 'mute_local_audio' })
  const client = await RawClient.open(port)
  await client.request('rejoin_v3', message)
  expect(await client.heard()).toEqual(['on_user_online', 'on_add_audio_stream', 'mute_audio'])
})

test('who went meanwhile is not named', async () => {
  const { port, message, host } = await cutOff()
  await host.request('leave')
  const client = await RawClient.open(port)
  await client.request('rejoin_v3', message)
  expect(await client.heard()).toEqual([])
})

test('the new socket may come before the old one is known to be gone', async () => {
  const e = await gateway()
  const { client, reply } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  const newer = await RawClient.open(e.port)
  const back = await newer.request('rejoin_v3', { token: reply._message.rejoin_token })
  expect(back._result).toBe('success')
  await client.closed
  expect(await newer.request('ping')).toMatchObject({ _result: 'success' })
  expect(e.log.entries().filter(({ type }) => type === 'interrupted')).toEqual([])
})

test('after the grace, and with a token that nobody gave, a rejoin is refused', async () => {
  const { port, message, clock, host, calls } = await cutOff()
  const client = await RawClient.open(port)
  const failed = { _result: 'failed', _message: { error_code: 2024 } }
  expect(await client.request('rejoin_v3', { token: 'made up' })).toMatchObject(failed)
  clock.advance('10s')
  expect(await host.pushed('on_user_offline')).toMatchObject({ uid: 1, reason: 'ServerTimeOut' })
  expect(calls.at(-1)).toEqual(['disconnect', '1'])
  expect(await client.request('rejoin_v3', message)).toMatchObject(failed)
})

test('a gate that shuts during the loss is shut, though nobody is there to be told', async () => {
  const { platform, calls } = await cutOff()
  platform.ban({ appId, uid: 1, seconds: 5, privileges: ['publish_audio'] })
  expect(calls).toContainEqual(['gate', '1', 'audio', false])
})

test('an outage cuts everybody off and answers nobody', async () => {
  const e = await gateway()
  const { client, reply } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  e.outage()
  expect(await client.closed).toBe(1006)
  await expect(RawClient.open(e.port)).rejects.toThrow()
  e.restore()
  const back = await RawClient.open(e.port)
  const rejoined = await back.request('rejoin_v3', { token: reply._message.rejoin_token })
  expect(rejoined._result).toBe('success')
})

test('a reset closes every connection', async () => {
  const e = await gateway()
  const { client } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  e.reset()
  expect(await client.closed).toBe(1012)
})

test('a reset ends the session of each client first, so that it does not come again', async () => {
  const e = await gateway()
  const { client } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  e.reset()
  expect(await client.pushed('on_notification')).toEqual({ code: 2012 })
})

test('whoever comes back from a time before a reset is put out, a new session is not', async () => {
  const e = await gateway()
  const wish = { key: token({ uid: '1' }), uid: 1 }
  await joined(e.port, { ...wish, fields: { session_id: 'of the page' } })
  e.reset()
  const { client, reply } = await joined(e.port, { ...wish, fields: { session_id: 'of the page' } })
  expect(reply._result).toBe('success')
  expect(await client.pushed('on_notification')).toEqual({ code: 2012 })
  expect(e.log.entries()).toEqual([])
  await joined(e.port, { ...wish, fields: { session_id: 'another' } })
  await joined(e.port, { ...wish, uid: 1 })
  expect(e.log.entries().filter(({ type }) => type === 'joined')).toHaveLength(2)
})

test('a gateway that is closed right after it has told its clients so', async () => {
  const e = await gateway()
  const { client } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  e.reset()
  await e.gateway.close()
  await client.closed
  expect(client.pushes).toEqual([{ _type: 'on_notification', _message: { code: 2012 } }])
})
