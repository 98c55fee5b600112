import { afterEach, describe, expect, test } from 'vitest'
import { Client, engine, flows } from './client.ts'
import { rtp, vp8Key } from './packets.ts'
import { Stage } from './stage.ts'

describe.skipIf(!engine)('many clients', () => {
  let stage: Stage
  afterEach(() => stage.close())

  test('connect at once, share one port, and all get what one publishes', async () => {
    stage = await Stage.open()
    const { media } = stage
    const host = await stage.join('host', { sends: [1001, 1002] })
    media.publish('host', [
      { kind: 'audio', layer: 'high', ssrc: 1001 },
      { kind: 'video', layer: 'high', ssrc: 1002 },
    ])
    const names = Array.from({ length: 20 }, (_, index) => `viewer ${index}`)
    const viewers = await Promise.all(
      names.map((name) => stage.join(name, { hears: [1001, 1002] })),
    )
    for (const { id } of viewers) {
      media.subscribe({ id, from: 'host', kind: 'audio' })
      media.subscribe({ id, from: 'host', kind: 'video' })
    }
    const all = (ssrc: number) => viewers.every((one) => one.heard(ssrc).length > 0)
    await flows(
      (sequence) => host.send('video', rtp({ ssrc: 1002, sequence, payload: vp8Key })),
      () => all(1002),
    )
    await flows(
      (sequence) => host.send('audio', rtp({ ssrc: 1001, sequence, payloadType: 111 })),
      () => all(1001),
    )
    const { associations } = await media.stats()
    expect(associations).toHaveLength(21)
    expect(associations.every(({ state }) => state === 'connected')).toBe(true)
  })

  test('who come and go leave nothing behind', async () => {
    stage = await Stage.open()
    const { media } = stage
    const host = await stage.join('host', { sends: [1002] })
    media.publish('host', [{ kind: 'video', layer: 'high', ssrc: 1002 }])
    const visit = async (turn: number) => {
      const client = new Client(`visitor ${turn}`, { hears: [1002] })
      await client.join(media)
      media.subscribe({ id: client.id, from: 'host', kind: 'video' })
      media.disconnect(client.id)
      client.close()
    }
    const visits = async (from: number, count: number) => {
      for (let turn = from; turn < from + count; turn += 5) {
        await Promise.all([0, 1, 2, 3, 4].map((one) => visit(turn + one)))
      }
      return media.stats()
    }
    const { memoryBytes: before } = await visits(0, 20)
    const { memoryBytes: after, associations } = await visits(20, 50)
    expect(associations.map(({ id }) => id)).toEqual([host.id])
    expect(after - before).toBeLessThan(20_000_000)
  })
})
