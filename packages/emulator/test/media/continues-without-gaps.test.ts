import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Continuity } from '../../src/media/continuity.ts'
import { Forward } from '../../src/media/forward.ts'
import { reception } from '../../src/media/reception.ts'
import { readRtp } from '../../src/media/rtp.ts'
import type { PublishedStream } from '../../src/media/types.ts'
import { rtp, vp8Delta, vp8Key } from './packets.ts'

describe('a flow', () => {
  const stretch = fc.record({
    ssrc: fc.integer({ min: 1, max: 3 }),
    first: fc.integer({ min: 0, max: 0xffff }),
    count: fc.integer({ min: 1, max: 40 }),
  })

  test('that is spliced from any stretches has no gap, and every number leads back to its source', () => {
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 8 }), (stretches) => {
        const flow = new Continuity()
        const sent: { out: number; ssrc: number; sequence: number }[] = []
        for (const [turn, { ssrc, first, count }] of stretches.entries()) {
          for (let at = 0; at < count; at++) {
            const from = { ssrc, sequence: (first + at) & 0xffff, timestamp: at }
            const to = at === 0 && turn > 0 ? flow.splice(from, 0) : flow.follow(from)
            sent.push({ out: to!.sequence, ssrc, sequence: from.sequence })
          }
        }
        const start = sent[0]!.out
        expect(start).toBe(stretches[0]!.first) // unchanged until the first splice
        for (const [at, { out, ssrc, sequence }] of sent.entries()) {
          expect(out).toBe((start + at) & 0xffff)
          expect(flow.sources([out])).toEqual(new Map([[ssrc, [sequence]]]))
        }
      }),
    )
  })

  test('knows nothing of numbers that were never sent', () => {
    const flow = new Continuity()
    expect(flow.sources([1, 2, 3]).size).toBe(0)
    flow.follow({ ssrc: 1, sequence: 10, timestamp: 0 })
    expect(flow.sources([11]).size).toBe(0)
    expect(flow.find({ ssrc: 2, sequence: 10, timestamp: 0 })).toBeUndefined()
  })

  test('takes packets that were overtaken, but none from before a splice', () => {
    const flow = new Continuity()
    flow.follow({ ssrc: 1, sequence: 0, timestamp: 0 })
    expect(flow.follow({ ssrc: 1, sequence: 65_535, timestamp: 0 })?.sequence).toBe(65_535)
    flow.splice({ ssrc: 1, sequence: 100, timestamp: 0 }, 0)
    expect(flow.follow({ ssrc: 1, sequence: 102, timestamp: 0 })?.sequence).toBe(3)
    expect(flow.follow({ ssrc: 1, sequence: 101, timestamp: 0 })?.sequence).toBe(2)
    expect(flow.follow({ ssrc: 1, sequence: 99, timestamp: 0 })).toBeUndefined()
  })

  test('goes on for hours: numbers wrap many times', () => {
    const flow = new Continuity()
    flow.follow({ ssrc: 1, sequence: 0, timestamp: 0 })
    flow.splice({ ssrc: 1, sequence: 5, timestamp: 0 }, 0)
    let last = 1
    let gaps = 0
    for (let sequence = 6; sequence < 400_000; sequence++) {
      const to = flow.follow({ ssrc: 1, sequence: sequence & 0xffff, timestamp: sequence })
      if (to?.sequence !== (++last & 0xffff)) gaps++
    }
    expect(gaps).toBe(0)
    expect(flow.sources([last & 0xffff])).toEqual(new Map([[1, [(last + 4) & 0xffff]]]))
  })
})

describe('a subscriber', () => {
  const high: PublishedStream = { kind: 'video', layer: 'high', ssrc: 1, rtx: 2 }
  const low: PublishedStream = { kind: 'video', layer: 'low', ssrc: 3 }
  const begin = (codec = 'vp8') => {
    const streams: { high?: PublishedStream; low?: PublishedStream } = { high, low }
    const out: Buffer[] = []
    const asked: number[] = []
    const forward = new Forward({
      kind: 'video',
      layers: () => streams,
      codec: () => codec,
      payloadType: (number) => (number === 96 ? 96 : undefined),
      deliver: (packet) => out.push(packet),
      askKeyFrame: (ssrc) => asked.push(ssrc),
      askAgain: () => {},
    })
    let sequence = 0
    const send = (ssrc: number, atMs: number, payload = vp8Delta) => {
      const packet = rtp({ ssrc, sequence: sequence++, timestamp: atMs * 90, payload })
      forward.media({ header: readRtp(packet)!, packet, atMs })
    }
    return { streams, out, asked, forward, send }
  }

  test('of a codec whose key frames are not known waits three seconds, asking once a second, not for ever', () => {
    const { out, asked, forward, send } = begin('unknown')
    send(1, 0)
    forward.interrupt()
    for (let atMs = 0; atMs < 3000; atMs += 100) send(1, atMs)
    expect(out).toHaveLength(1)
    expect(asked).toEqual([1, 1])
    send(1, 3000)
    expect(out).toHaveLength(2)
  })

  test('of a low layer that never comes keeps the high one', () => {
    const { out, forward, send } = begin()
    send(1, 0, vp8Key)
    forward.choose('low')
    for (let atMs = 50; atMs < 500; atMs += 50) send(1, atMs)
    expect(out).toHaveLength(10)
  })

  test('that changed its mind before the other layer came misses nothing', () => {
    const { out, forward, send } = begin()
    send(1, 0, vp8Key)
    forward.choose('low')
    forward.choose('high')
    send(3, 50, vp8Key)
    send(1, 100)
    expect(out.map((packet) => readRtp(packet)!.timestamp)).toEqual([0, 9000])
  })

  test('of a publisher with a new SSRC gets a new flow, unchanged', () => {
    const { streams, out, forward, send } = begin()
    send(1, 0, vp8Key)
    forward.interrupt()
    streams.high = { kind: 'video', layer: 'high', ssrc: 9 }
    send(9, 50)
    expect(readRtp(out[1]!)).toMatchObject({ ssrc: 9, sequence: 1 })
    expect(forward.ssrc).toBe(9)
  })

  test('without the codec of the publisher gets nothing', () => {
    const { out, forward } = begin()
    const packet = rtp({ ssrc: 1, sequence: 1, payloadType: 98 })
    forward.media({ header: readRtp(packet)!, packet, atMs: 0 })
    expect(out).toEqual([])
  })
})

describe('a reception report', () => {
  const arrive = (sequences: number[]) => {
    const source = reception(5, 90_000)
    const read = (sequence: number) => readRtp(rtp({ ssrc: 5, sequence, timestamp: 0 }))!
    for (const sequence of sequences) source.count(read(sequence), 0)
    return source.report({
      type: 'senderReport',
      ssrc: 5,
      ntpSeconds: 0x1111_2222,
      ntpFraction: 0x3333_4444,
      timestamp: 0,
      packets: 0,
      octets: 0,
    })
  }

  test('counts losses and cycles', () => {
    const report = arrive([65_534, 65_535, 1, 2, 5])
    expect(report).toMatchObject({ cumulativeLost: 3, fractionLost: 96, highest: 65_541 })
    expect(report.lastReport).toBe(0x2222_3333)
  })

  test('of nothing, of doubles, of overtaken packets shows no loss', () => {
    for (const sequences of [[], [7], [7, 7, 7], [9, 8, 7], [1, 0, 65_535]]) {
      expect(arrive(sequences)).toMatchObject({ cumulativeLost: 0, fractionLost: 0 })
    }
  })
})
