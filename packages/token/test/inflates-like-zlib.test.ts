import { constants, deflateRawSync, deflateSync, inflateRawSync, inflateSync } from 'node:zlib'
import { storedBlock } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deflate } from '../src/bytes/deflate.ts'
import { inflate } from '../src/bytes/inflate.ts'

const out = Buffer.alloc(7 + 65_536)

function ours(zlib: Uint8Array): Buffer | undefined {
  try {
    const end = inflate(zlib, zlib.length, out, 7)
    return out.subarray(7, end)
  } catch (error) {
    if ((error as { name?: string }).name === 'TokenError') return undefined
    throw error
  }
}

/** What zlib makes of it, when it also uses every byte: trailing bytes are refused here. */
function zlibs(zlib: Uint8Array): Buffer | undefined {
  try {
    const { buffer, engine } = inflateSync(zlib, {
      info: true,
      maxOutputLength: 65_536,
    }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return engine.bytesWritten === zlib.length ? buffer : undefined
  } catch {
    return undefined
  }
}

function rawZlibs(raw: Uint8Array): Buffer | undefined {
  try {
    const { buffer, engine } = inflateRawSync(raw, {
      info: true,
      maxOutputLength: 65_536,
    }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return engine.bytesWritten === raw.length ? buffer : undefined
  } catch {
    return undefined
  }
}

let seed = 0x2545f491
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}

/** From noise to much repetition, so that every block type and code length comes up. */
function sample(i: number): Buffer {
  const bytes = Buffer.alloc(random(i % 50 === 0 ? 20_000 : 400))
  const spread = [256, 3, 17, 90, 1][i % 5]!
  for (let k = 0; k < bytes.length; k++) {
    bytes[k] = k > 40 && random(4) === 0 ? bytes[k - 1 - random(39)]! : random(spread)
  }
  return bytes
}

const strategies = [
  { level: 0 },
  { level: 1 },
  { level: 6 },
  { level: 9, memLevel: 1 },
  { strategy: constants.Z_FIXED },
  { strategy: constants.Z_HUFFMAN_ONLY },
  { strategy: constants.Z_RLE, windowBits: 9 },
]

test('60,000 streams of all block types come out as they went in', () => {
  for (let i = 0; i < 60_000; i++) {
    const bytes = sample(i)
    const zlib = deflateSync(bytes, strategies[i % strategies.length])
    expect(ours(zlib)?.equals(bytes), `stream ${i}`).toBe(true)
  }
})

test('60,000 damaged streams are accepted exactly when zlib accepts them whole', () => {
  let accepted = 0
  for (let i = 0; i < 60_000; i++) {
    const zlib = deflateSync(sample(i), strategies[i % strategies.length])
    for (let edits = random(3); edits >= 0; edits--) zlib[random(zlib.length)]! ^= 1 << random(8)
    const damaged = random(5) === 0 ? zlib.subarray(0, random(zlib.length)) : zlib
    const expected = zlibs(damaged)
    const actual = ours(damaged)
    if (expected !== undefined) accepted++
    expect(actual?.toString('hex'), `stream ${i}: ${damaged.toString('hex')}`).toBe(
      expected?.toString('hex'),
    )
  }
  expect(accepted).toBeGreaterThan(10)
})

test('20,000 streams of noise behind a sound header are accepted exactly when zlib accepts them', () => {
  for (let i = 0; i < 20_000; i++) {
    const noise = Buffer.alloc(8 + random(60))
    for (let k = 2; k < noise.length; k++) noise[k] = random(256)
    noise.writeUInt16BE(0x789c)
    noise[2] = (noise[2]! & ~7) | 1 | ([0, 2, 4, 4][random(4)] ?? 0)
    expect(ours(noise)?.toString('hex')).toBe(zlibs(noise)?.toString('hex'))
  }
})

test('20,000 damaged bodies under a checksum that fits are judged as zlib judges them', () => {
  let accepted = 0
  for (let i = 0; i < 20_000; i++) {
    const raw = deflateRawSync(sample(i), strategies[i % strategies.length])
    raw[random(raw.length)]! ^= 1 << random(8)
    const expected = rawZlibs(raw)
    if (expected !== undefined) accepted++
    const checksum = deflateSync(expected ?? Buffer.alloc(0)).subarray(-4)
    const zlib = Buffer.concat([Buffer.from([0x78, 0x9c]), raw, checksum])
    expect(ours(zlib)?.toString('hex')).toBe(expected?.toString('hex'))
  }
  expect(accepted).toBeGreaterThan(1000)
})

test('what our encoders write, zlib reads', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(inflateSync(deflate(bytes))).toEqual(Buffer.from(bytes))
      expect(inflateSync(storedBlock(bytes))).toEqual(Buffer.from(bytes))
    }),
  )
  for (let i = 0; i < 10_000; i++) {
    const bytes = sample(i)
    expect(inflateSync(deflate(bytes)).equals(bytes)).toBe(true)
    expect(ours(deflate(bytes))?.equals(bytes)).toBe(true)
  }
  for (const length of [0, 1, 65_535, 65_536, 200_000]) {
    const bytes = Buffer.alloc(length, 'agora')
    expect(inflateSync(deflate(bytes)).equals(bytes)).toBe(true)
    expect(inflateSync(storedBlock(bytes)).equals(bytes)).toBe(true)
  }
})

test('a full output stops the reading, however much is still to come', () => {
  const bomb = deflateSync(Buffer.alloc(50_000_000))
  expect(() => inflate(bomb, bomb.length, Buffer.alloc(1000), 0)).toThrow(
    expect.objectContaining({ code: 'TOKEN_LIMIT_EXCEEDED' }),
  )
})
