import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromium, opus, videoCodec } from './browser-codecs.ts'
import { arrives, engine, flows } from './client.ts'
import { fir, nack, pli, rtx, senderReport, vp8Key } from './packets.ts'
import { Stage } from './stage.ts'

describe.skipIf(!engine)('media between clients', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.open()
  })
  afterAll(() => stage.close())

  test('audio and video reach a subscriber byte for byte, under the SSRCs of the publisher', async () => {
    const pair = await stage.pair()
    const sound = pair.send(pair.audio, Buffer.from('opus'))
    const picture = pair.send(pair.video)
    await arrives(() => {
      expect(pair.viewer.heard(pair.audio).at(-1)?.packet).toEqual(sound.packet)
      expect(pair.viewer.heard(pair.video).at(-1)?.packet).toEqual(picture.packet)
    })
  })

  test('the publisher is asked for a key frame when somebody subscribes', async () => {
    const { host, video } = await stage.pair()
    const late = await stage.join('late', { hears: [video] })
    stage.media.subscribe({ id: late.id, from: host.id, kind: 'video' })
    await arrives(() => expect(host.keyFramesAsked()).toContain(video))
  })

  test('a reported loss reaches the publisher once, and its retransmission the subscriber', async () => {
    const pair = await stage.pair()
    const { host, viewer, video, again } = pair
    const missing = pair.lose(video)
    pair.send(video)
    await arrives(() => expect(viewer.heard(video)).toHaveLength(1))
    viewer.send('video', nack(video, missing))
    await arrives(() => expect(host.nacks()).toEqual([{ ssrc: video, sequences: [missing] }]))
    const repeated = rtx({ ssrc: again, sequence: 5, repeats: missing })
    host.send('video', repeated)
    await arrives(() => expect(viewer.heard(again).at(-1)?.packet).toEqual(repeated))
    expect(host.nacks()).toHaveLength(1)
  })

  test.each([
    ['PLI', pli],
    ['FIR', fir],
  ] as const)('a key frame wanted by %s is asked of the publisher', async (_, want) => {
    const { host, viewer, video } = await stage.pair()
    viewer.send('video', want(video))
    await arrives(() => expect(host.keyFramesAsked()).toContain(video))
  })

  test('a sender report reaches subscribers; the publisher is told how its packets arrive and what it may send', async () => {
    const pair = await stage.pair()
    const { host, viewer, video } = pair
    const { sequence } = pair.send(video)
    await arrives(() => expect(viewer.heard(video)).toHaveLength(1))
    host.send('video', senderReport(video, 777))
    await arrives(() => {
      expect(viewer.rtcp.some((one) => one[1] === 200 && one.readUInt32BE(4) === video)).toBe(true)
      expect(host.rtcp).toHaveLength(1)
    })
    const [report] = host.rtcp as [Buffer]
    expect(report[1]).toBe(201)
    expect(report.readUInt32BE(8)).toBe(video)
    expect(report.readUInt16BE(18)).toBe(sequence)
    expect(report.readUInt32BE(24)).toBe(0x5678_9abc) // when the publisher's report was made
    expect(report[33]).toBe(206)
    expect(report.subarray(44, 48).toString()).toBe('REMB')
  })

  test('who unsubscribes gets no more; who subscribes again goes on at a key frame, without a gap in the numbers', async () => {
    const pair = await stage.pair()
    const { host, viewer, video } = pair
    const { sequence: last } = pair.send(video)
    await arrives(() => expect(viewer.heard(video)).toHaveLength(1))
    stage.media.unsubscribe({ id: viewer.id, from: host.id })
    await pair.obeyed()
    const { received } = await pair.counts(host, 'video')
    for (let packet = 0; packet < 5; packet++) pair.send(video)
    await arrives(async () =>
      expect((await pair.counts(host, 'video')).received).toBe(received + 5),
    )
    stage.media.subscribe({ id: viewer.id, from: host.id, kind: 'video' })
    await pair.obeyed()
    pair.send(video) // of no use to a decoder that missed five
    pair.send(video, vp8Key)
    pair.send(video)
    await arrives(() => expect(viewer.heard(video)).toHaveLength(3))
    const numbers = viewer.heard(video).map(({ sequence }) => (sequence - last) & 0xffff)
    expect(numbers).toEqual([0, 1, 2])
  })

  test('packets of SSRCs that are not published, or no longer, end at the gateway', async () => {
    const pair = await stage.pair()
    const { host, viewer, audio, video, again } = pair
    stage.media.unpublish(host.id, [{ kind: 'video' }])
    await pair.obeyed()
    pair.send(video)
    host.send('video', rtx({ ssrc: again, sequence: 6, repeats: 100 }))
    pair.send(audio)
    await arrives(() => expect(viewer.heard(audio)).toHaveLength(1))
    expect(viewer.heard(video)).toHaveLength(0)
    expect(viewer.heard(again)).toHaveLength(0)
  })

  test('bytes that are no RTP, and feedback about nobody, harm nothing', async () => {
    const pair = await stage.pair()
    const { host, viewer, video } = pair
    const whole = pair.send(video).packet
    for (let length = 1; length < whole.length; length++) {
      for (const bytes of [Buffer.alloc(length, 0xff), whole.subarray(0, length)]) {
        try {
          host.send('video', bytes)
        } catch {
          // the sender's own library knows that this is no packet
        }
      }
    }
    for (const feedback of [nack(5, 5, 0xffff), pli(5), fir(5), nack(video, 9, 0xffff)]) {
      viewer.send('video', feedback)
    }
    const last = pair.send(video).packet
    await arrives(() => expect(viewer.heard(video).at(-1)?.packet).toEqual(last))
  })

  test('a subscriber whose browser numbers the codecs otherwise gets its own payload types', async () => {
    const pair = await stage.pair()
    const { host, video, again } = pair
    const other = { ...opus, payloadType: 109 }
    const videoCodecs = [videoCodec(120, 'VP8'), videoCodec(121, 'rtx', { apt: '120' })]
    const capabilities = { sendrecv: { ...chromium.sendrecv, audioCodecs: [other], videoCodecs } }
    const late = await stage.join('other browser', { hears: [video, again], capabilities })
    stage.media.subscribe({ id: late.id, from: host.id, kind: 'video' })
    await flows(
      () => pair.send(video),
      () => late.heard(video).length > 0,
    )
    const { packet, payloadType } = late.heard(video)[0]!
    expect(payloadType).toBe(120)
    expect(packet.subarray(2)).toEqual(pair.viewer.heard(video)[0]?.packet.subarray(2))
    const repeats = late.heard(video)[0]!.sequence
    host.send('video', rtx({ ssrc: again, sequence: 1, repeats }))
    await arrives(() => expect(late.heard(again)[0]?.payloadType).toBe(121))
  })
})
