import { deflateSync } from 'node:zlib'
import { inspect, storedBlock, TokenError, verify } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certificate } from './arbitrary.ts'

const roomy = { maxTextBytes: 10_000_000, maxInflatedBytes: 16_384 }

function token(payload: Uint8Array): string {
  return `007${deflateSync(payload, { level: 9 }).toString('base64')}`
}

function info(...fields: Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(2 + 32 + 2 + 32 + 12)
  head.writeUInt16LE(32, 0)
  head.writeUInt16LE(32, 34)
  head.write('970CA35de60c44645bbae8a215061b33', 36)
  return Buffer.concat([head, ...fields])
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, i * 2)
  return bytes
}

const bombs: [name: string, text: string][] = [
  ['10 MB of zeros', token(Buffer.alloc(10_000_000))],
  ['100 MB of zeros', token(Buffer.alloc(100_000_000))],
  ['65,535 empty services', token(info(u16(65_535), Buffer.alloc(65_535 * 4, u16(4, 0))))],
  ['17 services', token(info(u16(17), Buffer.alloc(17 * 4, u16(4, 0))))],
  ['65,535 privileges', token(info(u16(1, 1, 65_535), Buffer.alloc(65_535 * 6)))],
  ['65 privileges', token(info(u16(1, 1, 65), Buffer.alloc(65 * 6)))],
  ['a string length past the end', token(info(u16(1, 1, 0, 65_535)))],
  ['65,535 permission kinds', token(info(u16(1, 8, 0, 0, 65_535), Buffer.alloc(2000)))],
  ['permissions in permissions', token(info(u16(1, 8, 0, 0), Buffer.alloc(16_000, u16(2000, 0))))],
  ['an App ID past the end', token(Buffer.concat([u16(32), Buffer.alloc(32), u16(65_535)]))],
  ['nothing', token(Buffer.alloc(0))],
  [
    'a preset dictionary',
    `007${deflateSync('x', { dictionary: Buffer.from('x') }).toString('base64')}`,
  ],
  ['two streams', `007${Buffer.concat([deflateSync('x'), deflateSync('y')]).toString('base64')}`],
  ['10 MB of text', `007${'A'.repeat(10_000_000)}`],
  ['10 MB of 006', `006${'A'.repeat(10_000_000)}`],
  ['10 MB of nothing known', 'x'.repeat(10_000_000)],
  [
    'a long stored block',
    `007${Buffer.from(storedBlock(Buffer.alloc(60_000))).toString('base64')}`,
  ],
  ['a 006 map past the end', `006${'0'.repeat(32)}${Buffer.alloc(60, 0x20).toString('base64')}`],
]

test.each(bombs)('%s: a TokenError within 5 ms and 8 MB', (_, text) => {
  for (const limits of [undefined, roomy]) {
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 10; i++) {
      const memory = process.memoryUsage()
      const start = process.cpuUsage()
      expect(() => inspect(text, { limits })).toThrow(TokenError)
      const { user, system } = process.cpuUsage(start)
      // text of 10 MB that the caller allowed must be decoded to be judged
      if (text.length < 1_000_000 || limits === undefined)
        best = Math.min(best, (user + system) / 1000)
      else best = 0
      const { arrayBuffers, heapUsed } = process.memoryUsage()
      if (limits === undefined) {
        expect(arrayBuffers + heapUsed - memory.arrayBuffers - memory.heapUsed).toBeLessThan(8e6)
      }
    }
    expect(best).toBeLessThan(5)
  }
})

test('the limits are named when they are met, and can be raised', () => {
  const services = token(info(u16(17), Buffer.alloc(17 * 4, u16(4, 0))))
  expect(() => inspect(services)).toThrow(expect.objectContaining({ code: 'TOKEN_LIMIT_EXCEEDED' }))
  expect(inspect(services, { limits: { maxServices: 17 } }).claims).toMatchObject({
    services: { length: 17 },
  })
  const privileges = token(
    info(u16(1, 4, 65), ...Array.from({ length: 65 }, (_, i) => u16(i, 1, 0))),
  )
  expect(() => inspect(privileges)).toThrow(
    expect.objectContaining({ code: 'TOKEN_LIMIT_EXCEEDED' }),
  )
  expect(inspect(privileges, { limits: { maxPrivileges: 65 } }).unknown).toHaveLength(64)
  expect(() =>
    inspect(privileges, { limits: { maxPrivileges: 65, maxInflatedBytes: 100 } }),
  ).toThrow(expect.objectContaining({ code: 'TOKEN_LIMIT_EXCEEDED' }))
  expect(() => inspect(privileges, { limits: { maxPrivileges: 65, maxTextBytes: 100 } })).toThrow(
    expect.objectContaining({ code: 'TOKEN_LIMIT_EXCEEDED' }),
  )
})

const expectation = { certificate, now: 1, channel: 'c', uid: 1 }

test('no text at all does anything but return or throw a TokenError', () => {
  const letters = 'ABCDefgh0123+/=-_ \n:'
  const noise = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...letters), maxLength: 300 }).map((text) => `007${text}`),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => `007${Buffer.from(bytes).toString('base64')}`),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => token(bytes)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => token(info(bytes))),
    fc
      .tuple(
        fc.constantFrom('003', '004', '005', '006', '1:', ''),
        fc.uint8Array({ maxLength: 120 }),
      )
      .map(([prefix, bytes]) => prefix + 'a'.repeat(32) + Buffer.from(bytes).toString('base64')),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 85, maxLength: 115 }),
  )
  fc.assert(
    fc.property(noise, (text) => {
      for (const act of [() => inspect(text), () => verify(text, expectation)]) {
        try {
          act()
        } catch (error) {
          if (!(error instanceof TokenError)) throw error
        }
      }
    }),
    { numRuns: 20_000 },
  )
})

test('what is not text is a TypeError', () => {
  for (const bad of [undefined, null, 7, {}, [], Buffer.from('007')]) {
    expect(() => inspect(bad as never)).toThrow(TypeError)
    expect(() => verify(bad as never, expectation)).toThrow(TypeError)
  }
})

test('the cost grows no faster than the token', () => {
  const cost = (count: number) => {
    const text = token(info(u16(count), Buffer.alloc(count * 4, u16(4, 0))))
    const limits = { maxServices: 65_535, maxInflatedBytes: 1_000_000, maxTextBytes: 1_000_000 }
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 20; i++) {
      const start = process.cpuUsage()
      inspect(text, { limits })
      const { user, system } = process.cpuUsage(start)
      best = Math.min(best, user + system)
    }
    return best
  }
  cost(1000)
  // quadratic would be 256 times as dear
  expect(cost(32_000)).toBeLessThan(Math.max(cost(2000), 100) * 64)
})
