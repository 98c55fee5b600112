import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrives, engine } from './client.ts'
import { nack, pli, rtx, senderReport, vp8Key } from './packets.ts'
import { type Pair, Stage } from './stage.ts'

describe.skipIf(!engine)('dual stream', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.open()
  })
  afterAll(() => stage.close())

  const heard = ({ viewer, video }: Pair, count: number) =>
    arrives(() => expect(viewer.heard(video)).toHaveLength(count))

  /** A viewer that was changed to the low layer: of six packets it got four, the third one lost. */
  const onLow = async () => {
    const pair = await stage.pair({ dual: true })
    const { host, viewer, video, low } = pair
    stage.media.chooseLayer({ id: viewer.id, from: host.id }, 'low')
    await arrives(() => expect(host.keyFramesAsked()).toContain(low))
    pair.send(low) // no beginning for a decoder: the high layer goes on
    const { sequence: first } = pair.send(video)
    await heard(pair, 1)
    pair.send(low, vp8Key)
    const lost = pair.lose(low)
    pair.send(video)
    pair.send(low)
    await heard(pair, 3)
    host.forget()
    return { pair, first, lost }
  }

  test('a viewer changes to the low layer and back on one SSRC, each time at a key frame, without a gap', async () => {
    const { pair, first } = await onLow()
    const { host, viewer, video, low } = pair
    stage.media.chooseLayer({ id: viewer.id, from: host.id }, 'high')
    await arrives(() => expect(host.keyFramesAsked()).toContain(video))
    pair.send(video, vp8Key)
    pair.send(low)
    pair.send(video)
    await heard(pair, 5)
    const all = viewer.heard(video)
    const numbers = all.map(({ sequence }) => (sequence - first) & 0xffff)
    expect(numbers).toEqual([0, 1, 3, 4, 5]) // 2 was lost before the gateway
    for (const [at, { timestamp }] of all.slice(1).entries()) {
      const ticks = (timestamp - all[at]!.timestamp) | 0
      expect(ticks).toBeGreaterThan(0)
      expect(ticks).toBeLessThan(10 * 90_000)
    }
  })

  test('losses on the low layer are asked of it in its own numbers, and come back in those of the viewer', async () => {
    const { pair, first, lost } = await onLow()
    const { host, viewer, video, again, low, lowAgain } = pair
    const seen = (first + 2) & 0xffff
    viewer.send('video', nack(video, seen))
    await arrives(() => expect(host.nacks()).toEqual([{ ssrc: low, sequences: [lost] }]))
    const timestamp = (lost * 3000) >>> 0
    host.send('video', rtx({ ssrc: lowAgain, sequence: 900, repeats: lost, timestamp }))
    await arrives(() => expect(viewer.heard(again)).toHaveLength(1))
    const [repeated] = viewer.heard(again)
    expect(repeated!.packet.readUInt16BE(repeated!.payloadAt)).toBe(seen)
    const later = viewer.heard(video).at(-1)!
    expect((later.timestamp - repeated!.timestamp) | 0).toBe(3000)
  })

  test('key frames are asked, and times reported, of the layer that is sent', async () => {
    const { pair } = await onLow()
    const { host, viewer, video, low } = pair
    viewer.send('video', pli(video))
    await arrives(() => expect(host.keyFramesAsked()).toEqual([low]))
    const { timestamp } = pair.send(low)
    await heard(pair, 4)
    viewer.rtcp.length = 0
    host.send('video', senderReport(video, 5))
    host.send('video', senderReport(low, timestamp))
    await arrives(() => expect(viewer.rtcp).toHaveLength(1))
    expect(viewer.rtcp[0]!.readUInt32BE(4)).toBe(video)
    expect(viewer.rtcp[0]!.readUInt32BE(16)).toBe(viewer.heard(video).at(-1)!.timestamp)
  })

  test('a viewer of a low layer that ends is given the high one', async () => {
    const { pair } = await onLow()
    stage.media.unpublish(pair.host.id, [{ kind: 'video', layer: 'low' }])
    await pair.obeyed()
    pair.send(pair.video, vp8Key)
    await heard(pair, 4)
  })
})
