import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startsKeyFrame } from '../../src/media/key-frame.ts'
import { readRtcp } from '../../src/media/rtcp-read.ts'
import {
  writeNack,
  writePli,
  writeReceiverReport,
  writeRemb,
  writeSenderReport,
} from '../../src/media/rtcp-write.ts'
import { isRtcp, readRtp, unwrapSequence, withHeader } from '../../src/media/rtp.ts'
import { fir, pli, rtp, senderReport } from './packets.ts'

const ssrc = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const number = fc.integer({ min: 0, max: 0xffff })
/** Bytes that begin like a packet, so that more than the first check is reached. */
const likePacket = fc
  .tuple(fc.integer({ min: 0x80, max: 0xbf }), fc.nat(255), fc.uint8Array({ maxLength: 80 }))
  .map(([first, second, rest]) => Buffer.from([first, second, ...rest]))

describe('hostile bytes', () => {
  test('never lead a reader past their end', () => {
    fc.assert(
      fc.property(fc.oneof(likePacket, fc.uint8Array().map(Buffer.from)), (bytes) => {
        const header = readRtp(bytes)
        if (header) {
          expect(header.payloadAt).toBeLessThanOrEqual(header.payloadEnd)
          expect(header.payloadEnd).toBeLessThanOrEqual(bytes.length)
          expect(isRtcp(bytes)).toBe(false)
        }
        readRtcp(bytes)
        for (const codec of ['vp8', 'vp9', 'h264', 'av1', 'other']) startsKeyFrame(codec, bytes)
      }),
      { numRuns: 2000 },
    )
  })

  test('cut off anywhere, a compound gives what is whole', () => {
    const whole = Buffer.concat([senderReport(1, 2), writeNack(3, [4, 5]), pli(6), fir(7)])
    const all = readRtcp(whole)
    expect(all.map(({ type }) => type)).toEqual(['senderReport', 'nack', 'keyFrame', 'keyFrame'])
    for (let length = 0; length < whole.length; length++) {
      const some = readRtcp(whole.subarray(0, length))
      expect(some).toEqual(all.slice(0, some.length))
      expect(some.length).toBeLessThan(all.length)
    }
  })

  test('a count of sources, an extension or a padding that is not there is no packet', () => {
    const packet = rtp({ ssrc: 1, sequence: 2, payload: Buffer.alloc(4) })
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(packet)
      copy[at] = value
      return copy
    }
    expect(readRtp(changed(0, 0x8f))).toBeUndefined() // 15 sources
    expect(readRtp(changed(0, 0x90))).toMatchObject({ payloadAt: 16 }) // an empty extension
    expect(readRtp(changed(0, 0xa0))).toBeUndefined() // padding of no length
    expect(readRtp(changed(0, 0x40))).toBeUndefined() // version 1
    const padded = changed(0, 0xa0)
    padded[15] = 4
    expect(readRtp(padded)).toMatchObject({ payloadAt: 12, payloadEnd: 12 })
    padded[15] = 5
    expect(readRtp(padded)).toBeUndefined()
  })
})

describe('what is written', () => {
  test('of lost packets is read back, whichever they are', () => {
    fc.assert(
      fc.property(
        ssrc,
        fc.uniqueArray(number, { minLength: 1, maxLength: 60 }),
        (source, sequences) => {
          const [read] = readRtcp(writeNack(source, sequences))
          expect(read).toMatchObject({ type: 'nack', ssrc: source })
          const lost = read?.type === 'nack' ? new Set(read.sequences) : new Set()
          expect(lost).toEqual(new Set(sequences))
        },
      ),
    )
  })

  test('of 17 packets in a row is one entry', () => {
    const row = Array.from({ length: 17 }, (_, index) => (65_530 + index) & 0xffff)
    expect(writeNack(1, row)).toHaveLength(16)
  })

  test('of a header leaves marker and payload alone, and the original', () => {
    const packet = rtp({ ssrc: 1, sequence: 2, timestamp: 3 })
    packet[1]! |= 0x80
    const before = Buffer.from(packet)
    const copy = withHeader(packet, { ssrc: 4, sequence: 5, timestamp: 6, payloadType: 7 })
    expect(readRtp(copy)).toMatchObject({ ssrc: 4, sequence: 5, timestamp: 6, payloadType: 7 })
    expect(copy[1]! & 0x80).toBe(0x80)
    expect(copy.subarray(12)).toEqual(packet.subarray(12))
    expect(packet).toEqual(before)
  })

  test('of a sender report is what was read', () => {
    const [report] = readRtcp(senderReport(0xdead_beef, 77))
    expect(report?.type === 'senderReport' && readRtcp(writeSenderReport(report))).toEqual([report])
  })

  test('has the bytes that the standards give', () => {
    expect(writePli(0x0102_0304).toString('hex')).toBe('81ce00020000000101020304')
    // 5 000 000 = 156 250 × 2^5
    expect(writeRemb(5_000_000, [9]).toString('hex')).toBe(
      '8fce0005' + '00000001' + '00000000' + '52454d42' + '0116625a' + '00000009',
    )
    const block = {
      ssrc: 2,
      fractionLost: 3,
      cumulativeLost: 4,
      highest: 5,
      jitter: 6,
      lastReport: 7,
    }
    expect(writeReceiverReport(block).toString('hex')).toBe(
      '81c90007' +
        '00000001' +
        '00000002' +
        '03000004' +
        '00000005' +
        '00000006' +
        '00000007' +
        '00000000',
    )
  })
})

test('sequence numbers that wrap go on, forward and back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
      fc.integer({ min: -32_768, max: 32_767 }),
      (reference, step) => {
        const wrapped = (((reference + step) % 65_536) + 65_536) % 65_536
        expect(unwrapSequence(wrapped, reference)).toBe(reference + step)
      },
    ),
  )
})
