import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrives, engine } from './client.ts'
import { nack, rtp, rtx, senderReport, vp8Key } from './packets.ts'
import { Stage } from './stage.ts'

describe.skipIf(!engine)('a gate', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.open()
  })
  afterAll(() => stage.close())

  test('that closes for video stops video, its retransmissions and reports; audio goes on', async () => {
    const pair = await stage.pair()
    const { host, viewer, audio, video, again } = pair
    stage.media.gate(host.id, 'video', false)
    await pair.obeyed()
    const { sequence } = pair.send(video, vp8Key)
    host.send('video', rtx({ ssrc: again, sequence: 1, repeats: sequence }))
    host.send('video', senderReport(video, 5))
    pair.send(audio)
    await arrives(() => expect(viewer.heard(audio)).toHaveLength(1))
    expect(await pair.counts(host, 'video')).toMatchObject({ gated: 2 })
    expect(viewer.heard(video)).toHaveLength(0)
    expect(viewer.heard(again)).toHaveLength(0)
    expect(viewer.rtcp).toHaveLength(0)
  })

  test('that closes for audio leaves video alone, and opens without a gap in the numbers', async () => {
    const pair = await stage.pair()
    const { host, viewer, audio, video } = pair
    const { sequence } = pair.send(audio)
    await arrives(() => expect(viewer.heard(audio)).toHaveLength(1))
    stage.media.gate(host.id, 'audio', false)
    await pair.obeyed()
    pair.send(audio)
    pair.send(audio)
    pair.send(video)
    await arrives(() => expect(viewer.heard(video)).toHaveLength(1))
    expect(viewer.heard(audio)).toHaveLength(1)
    stage.media.gate(host.id, 'audio', true)
    await pair.obeyed()
    const { timestamp } = pair.send(audio)
    await arrives(() => expect(viewer.heard(audio)).toHaveLength(2))
    expect(viewer.heard(audio)[1]).toMatchObject({ sequence: sequence + 1, timestamp })
  })

  test('that opens again asks for a key frame, and goes on there without a gap in the numbers', async () => {
    const pair = await stage.pair()
    const { host, viewer, audio, video, again } = pair
    const { sequence: last } = pair.send(video)
    await arrives(() => expect(viewer.heard(video)).toHaveLength(1))
    stage.media.gate(host.id, 'video', false)
    await pair.obeyed()
    for (let packet = 0; packet < 100; packet++) pair.send(video)
    pair.send(audio)
    await arrives(() => expect(viewer.heard(audio)).toHaveLength(1))
    stage.media.gate(host.id, 'video', true)
    await arrives(() => expect(host.keyFramesAsked()).toContain(video))
    pair.send(video)
    const key = pair.send(video, vp8Key)
    const second = pair.send(video)
    pair.send(video)
    await arrives(() => expect(viewer.heard(video)).toHaveLength(4))
    const numbers = viewer.heard(video).map(({ sequence }) => (sequence - last) & 0xffff)
    expect(numbers).toEqual([0, 1, 2, 3])
    // time did pass: the picture stood still, nothing was cut out
    expect(viewer.heard(video)[1]!.timestamp).toBe(key.timestamp)

    const seen = (last + 2) & 0xffff
    viewer.send('video', nack(video, seen))
    const { sequence: repeats, timestamp } = second
    await arrives(() => expect(host.nacks()).toEqual([{ ssrc: video, sequences: [repeats] }]))
    host.send('video', rtx({ ssrc: again, sequence: 1, repeats, timestamp }))
    await arrives(() => expect(viewer.heard(again)).toHaveLength(1))
    const [repeated] = viewer.heard(again)
    expect(repeated!.packet.readUInt16BE(repeated!.payloadAt)).toBe(seen)
  })

  test('that nothing came to while it was closed changes no number', async () => {
    const pair = await stage.pair()
    const { host, viewer, video } = pair
    stage.media.gate(host.id, 'video', false)
    stage.media.gate(host.id, 'video', true)
    await pair.obeyed()
    const { packet } = pair.send(video)
    await arrives(() => expect(viewer.heard(video)[0]?.packet).toEqual(packet))
  })

  test('stays closed when the publisher connects anew', async () => {
    await stage.join('renewed', { sends: [21] })
    stage.media.gate('renewed', 'video', false)
    const renewed = await stage.join('renewed', { sends: [22] })
    stage.media.publish('renewed', [{ kind: 'video', layer: 'high', ssrc: 22 }])
    let turn = 0
    await arrives(async () => {
      renewed.send('video', rtp({ ssrc: 22, sequence: turn++ }))
      const { associations } = await stage.media.stats()
      const { video } = associations.find(({ id }) => id === 'renewed')!
      expect(video.received).toBeGreaterThan(0)
      expect(video.gated).toBe(video.received)
    })
  })
})
