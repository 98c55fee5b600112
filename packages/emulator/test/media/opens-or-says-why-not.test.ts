import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { openMedia } from '../../dist/media/media.js'
import { chromium } from './browser-codecs.ts'
import { Client, engine } from './client.ts'

test('without its library there is no media plane, and the reason is said', async () => {
  const { media, unavailable } = await openMedia({ engine: 'no-such-library' })
  expect(media).toBeUndefined()
  expect(unavailable).toContain('no-such-library cannot be loaded')
})

describe.skipIf(!engine)('the media plane', () => {
  test('says so when its port is taken', async () => {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const { port } = socket.address()
    await expect(openMedia({ port })).rejects.toMatchObject({ code: 'MEDIA_PORT_TAKEN' })
    socket.close()
  })

  test('holds its port while nobody is connected', async () => {
    const { media } = await openMedia()
    const socket = createSocket('udp4')
    socket.bind(media!.port, '127.0.0.1')
    const [error] = await once(socket, 'error')
    expect(error).toMatchObject({ code: 'EADDRINUSE' })
    socket.close()
    await media!.close()
  })

  test('answers with its parameters, and the codecs it took of those that were listed', async () => {
    const { media } = await openMedia()
    const client = new Client('one')
    const answer = await media!.connect('one', await client.offer())
    expect(answer).toMatchObject({ role: 'client', fingerprint: { algorithm: 'sha-256' } })
    expect(answer.iceUfrag.length).toBeGreaterThanOrEqual(4)
    expect(answer.icePwd.length).toBeGreaterThanOrEqual(22)
    const { sendrecv } = answer.rtpCapabilities
    const types = sendrecv.videoCodecs!.map(({ payloadType }) => payloadType)
    expect(types).toEqual([96, 97, 108, 109, 45, 46, 98, 99])
    expect(sendrecv.videoCodecs![0]).toEqual(chromium.sendrecv.videoCodecs![0])
    client.close()
    await media!.close()
  })

  test('refuses parameters that it cannot use, and stays up', async () => {
    const { media } = await openMedia()
    const client = new Client('one')
    const good = await client.offer()
    const bad = [
      null,
      {},
      { ...good, iceUfrag: 'a\r\nm=evil' },
      { ...good, fingerprints: [] },
      { ...good, rtpCapabilities: {} },
      { ...good, rtpCapabilities: { sendrecv: { audioCodecs: [null] } } },
    ]
    for (const offer of bad) {
      const connecting = media!.connect('one', offer as typeof good)
      await expect(connecting).rejects.toMatchObject({ code: 'MEDIA_OFFER_INVALID' })
    }
    await media!.connect('one', good)
    expect((await media!.stats()).associations).toHaveLength(1)
    client.close()
    await media!.close()
  })

  test('takes wrong arguments for the mistake that they are', async () => {
    const { media } = await openMedia()
    const publish = (ssrc: number) =>
      media!.publish('one', [{ kind: 'video', layer: 'high', ssrc }])
    expect(() => publish(-1)).toThrow(TypeError)
    expect(() => publish(2 ** 32)).toThrow(TypeError)
    expect(() => publish(Number.NaN)).toThrow(TypeError)
    publish(1) // about nobody: nothing happens
    media!.subscribe({ id: 'nobody', from: 'no one', kind: 'video' })
    media!.chooseLayer({ id: 'nobody', from: 'no one' }, 'low')
    media!.unsubscribe({ id: 'nobody', from: 'no one' })
    media!.gate('nobody', 'video', false)
    media!.disconnect('nobody')
    expect((await media!.stats()).associations).toEqual([])
    await media!.close()
  })

  test('a subscription before there is media, to whom is not there yet, harms nothing', async () => {
    const { media } = await openMedia()
    const client = new Client('early')
    await media!.connect('early', await client.offer()) // described, but not connected
    media!.publish('early', [{ kind: 'video', layer: 'high', ssrc: 7 }])
    media!.subscribe({ id: 'early', from: 'early', kind: 'video' })
    media!.subscribe({ id: 'early', from: 'nobody', kind: 'video' })
    media!.chooseLayer({ id: 'early', from: 'nobody' }, 'low')
    expect((await media!.stats()).associations).toMatchObject([{ state: 'connecting' }])
    client.close()
    await media!.close()
  })
})
