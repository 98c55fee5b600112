import { expect, test } from 'vitest'
import { appId, start, subscriberToken, token } from '../fixture.ts'
import { fakeMedia, gateway } from '../support/gateway.ts'
import { joined, joinMessage, ortc, RawClient } from '../support/raw-client.ts'

const failed = (error_code: number) => ({ _result: 'failed', _message: { error_code } })

test('the reply says "success", the uid, and names the fingerprint\'s algorithm', async () => {
  const { port } = await gateway()
  const { reply } = await joined(port, { key: token({ uid: '1' }), uid: 1 })
  expect(reply).toMatchObject({
    _result: 'success',
    _message: {
      uid: 1,
      rejoin_token: expect.any(String),
      ortc: {
        iceParameters: { iceUfrag: expect.any(String), icePwd: expect.any(String) },
        dtlsParameters: {
          role: 'client',
          fingerprints: [
            { algorithm: 'sha-256', fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}/) },
          ],
        },
        rtpCapabilities: {
          sendrecv: { audioCodecs: [{ payloadType: 111 }], videoCodecs: [{ payloadType: 96 }] },
        },
      },
    },
  })
})

test('with media, the reply holds what the media plane answered', async () => {
  const { media, calls } = fakeMedia()
  const { port } = await gateway({ openMedia: async () => media })
  const { reply } = await joined(port, { key: token({ uid: '1' }), uid: 1 })
  expect(reply._message.ortc.iceParameters.iceUfrag).toBe('gate')
  expect(calls).toEqual([
    ['connect', '1'],
    ['gate', '1', 'audio', true],
    ['gate', '1', 'video', true],
  ])
})

test('who has no media gets an answer that is tried again, and holds no seat', async () => {
  const { media } = fakeMedia()
  const broken = { ...media, connect: () => Promise.reject(new Error('no more sockets')) }
  const e = await gateway({ openMedia: async () => broken })
  const { reply } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  expect(reply).toMatchObject(failed(115))
  expect(e.faults.splice(0)).toEqual([new Error('no more sockets')])
  expect(e.log.entries().at(-1)).toMatchObject({ type: 'left' })
})

test('others are told of after the reply: first the member, then the streams, by SSRC', async () => {
  const { port } = await gateway()
  const { client: host } = await joined(port, { key: token({ uid: '1' }), uid: 1 })
  await host.request('publish', { ortc: [{ stream_type: 'audio', ssrcs: [{ ssrcId: 5 }] }] })
  await host.request('control', { action: 'mute_local_audio' })
  const { client: late } = await joined(port, { key: token({ uid: '2' }), uid: 2, role: '2' })
  expect(await late.heard()).toEqual(['on_user_online', 'on_add_audio_stream', 'mute_audio'])
  expect(late.pushes[1]?._message.ssrcId).toBe(5)
})

test('in live, audience is not announced; in rtc everybody is', async () => {
  const { port } = await gateway()
  const { client } = await joined(port, { key: token({ uid: '1' }), uid: 1 })
  await joined(port, { key: token({ uid: '2' }), uid: 2, role: '2' })
  expect(await client.heard()).toEqual([])
  await joined(port, { key: token({ uid: '3' }), uid: 3, mode: 'rtc' })
  expect(await client.heard()).toEqual(['on_user_online'])
})

test('a string account gets its name back, and is called by it', async () => {
  const { port } = await gateway()
  const { client } = await joined(port, { key: token({ uid: '1' }), uid: 1 })
  const alice = { key: token({ uid: 'alice' }), uid: 0, account: 'alice' }
  const { reply } = await joined(port, alice)
  expect(reply._message.uid).toBe('alice')
  expect(await client.pushed('on_user_online')).toMatchObject({ uid: 'alice' })
})

test('a token that went bad since the access point saw it ends the join with 110', async () => {
  const e = await gateway()
  const wish = { key: token({ uid: '1', life: 60, join: 60 }), uid: 1 }
  const message = await joinMessage(e.port, wish)
  e.clock.advance('61s')
  const client = await RawClient.open(e.port)
  expect(await client.request('join_v3', message)).toMatchObject(failed(110))
  const other = await joinMessage(e.port, {
    ...wish,
    key: token({ uid: '1', issuedAt: start + 61 }),
  })
  const swapped = { ...other, channel_key: 'garbage' }
  expect(await client.request('join_v3', swapped)).toMatchObject(failed(110))
})

test('a ticket counts for the uid and the channel that it was given for', async () => {
  const e = await gateway()
  const key = token({ uid: '', channel: '*' })
  const message = await joinMessage(e.port, { key, uid: 1 })
  const client = await RawClient.open(e.port)
  const elsewhere = { ...message, channel_name: 'hall' }
  expect(await client.request('join_v3', elsewhere)).toMatchObject(failed(110))
  const forged = { ...message, ap_response: { ...message.ap_response, cert: 'made.up' } }
  expect(await client.request('join_v3', forged)).toMatchObject(failed(7))
  const otherUid = { ...message, ap_response: { ...message.ap_response, uid: 99 } }
  const joinedAs = await client.request('join_v3', otherUid)
  expect(joinedAs._message.uid).toBe(1)
})

test.each([
  ['uid', { uid: 1 }, 14],
  ['ip', { ip: '127.0.0.1' }, 15],
  ['channel', { channel: 'lobby' }, 16],
] as const)('a ban by %s lets in for a moment, and then tells', async (_, target, error_code) => {
  const e = await gateway()
  e.ban(target)
  const { client, reply } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  expect(reply).toMatchObject({ _result: 'success', _message: { uid: 1 } })
  expect(await client.pushed('on_user_banned')).toEqual({ error_code })
  expect(e.log.entries().filter(({ type }) => type === 'joined')).toEqual([])
})

test('a ban during the session tells by the same numbers', async () => {
  const e = await gateway()
  const { client } = await joined(e.port, { key: token({ uid: '1' }), uid: 1 })
  e.ban({ uid: 1 })
  expect(await client.pushed('on_user_banned')).toEqual({ error_code: 14 })
})

test('of two with one uid the older is told, before the newer has its reply', async () => {
  const { port } = await gateway()
  const wish = { key: token({ uid: '1' }), uid: 1 }
  const { client: older } = await joined(port, wish)
  await joined(port, wish)
  expect(await older.pushed('on_notification')).toMatchObject({ code: 2003 })
})

test('warned and put out by the clock', async () => {
  const e = await gateway()
  const { client } = await joined(e.port, { key: token({ uid: '1', join: 60 }), uid: 1 })
  e.clock.advance('60s')
  await client.pushed('on_token_privilege_will_expire')
  await client.pushed('on_token_privilege_did_expire')
})

test('a host without a privilege is let in as audience', async () => {
  const e = await gateway({}, { coHostAuthentication: true })
  const { reply } = await joined(e.port, { key: subscriberToken({ uid: '1' }), uid: 1 })
  expect(reply._result).toBe('success')
  const { client: witness } = await joined(e.port, { key: token({ uid: '2' }), uid: 2 })
  expect(await witness.heard()).toEqual([])
})

test('the App ID alone admits where it may', async () => {
  const { port } = await gateway({}, { appIdOnly: true })
  const { reply } = await joined(port, { key: appId, uid: 1 })
  expect(reply._message.uid).toBe(1)
})

test('a browser without a codec that the gateway knows is told so', async () => {
  const e = await gateway()
  const wish = { key: token({ uid: '1' }), uid: 1 }
  const fields = { ortc: { ...ortc, rtpCapabilities: {} } }
  const { reply } = await joined(e.port, { ...wish, fields })
  expect(reply).toMatchObject(failed(2012))
  expect(reply._message.error_str).toContain('no codec Opus')
  expect(e.faults).toEqual([])
  expect(e.log.entries().at(-1)).toMatchObject({ type: 'left' })
})

test('who is put out while its association opens leaves nothing behind', async () => {
  const { media, calls } = fakeMedia()
  let opened: () => void = () => {}
  const opening = new Promise<void>((resolve) => {
    opened = resolve
  })
  const slow = {
    ...media,
    async connect(...args: Parameters<typeof media.connect>) {
      await opening
      return media.connect(...args)
    },
  }
  const e = await gateway({ openMedia: async () => slow })
  const message = await joinMessage(e.port, { key: token({ uid: '1' }), uid: 1 })
  const client = await RawClient.open(e.port)
  const seated = new Promise<void>((resolve) => {
    e.log.listen(({ type }) => type === 'joined' && resolve())
  })
  const reply = client.request('join_v3', message)
  await seated
  e.ban({ uid: 1 })
  opened()
  expect((await reply)._result).toBe('success')
  expect(await client.pushed('on_user_banned')).toEqual({ error_code: 14 })
  expect(calls).toEqual([
    ['disconnect', '1'],
    ['connect', '1'],
    ['disconnect', '1'],
  ])
})
