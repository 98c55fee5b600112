import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as node from '../src/platform/node.ts'
import * as portable from '../src/platform/portable.ts'

test('both platforms export the same names', () => {
  expect(Object.keys(node).sort()).toEqual(Object.keys(portable).sort())
})

test('both hash and code alike', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'grapheme' }),
      (data, text) => {
        expect(node.toHex(node.sha256(data))).toBe(portable.toHex(portable.sha256(data)))
        expect(node.toHex(node.sha1(data))).toBe(portable.toHex(portable.sha1(data)))
        expect(node.md5Hex(text)).toBe(portable.md5Hex(text))
        expect(node.encodeBase64(data)).toBe(portable.encodeBase64(data))
        expect(node.toHex(data)).toBe(portable.toHex(data))
        const out = [node.allocate(500), portable.allocate(500)] as const
        const written = node.writeUtf8(text, out[0], 3)
        expect(portable.writeUtf8(text, out[1], 3)).toBe(written)
        expect(node.readUtf8(out[0], 3, 3 + written)).toBe(text)
        expect(portable.readUtf8(out[1], 3, 3 + written)).toBe(text)
      },
    ),
  )
})

test('both take only the canonical base64 of some bytes', () => {
  const letters = 'ABCDwxyz0189+/'
  const odd = fc.constantFrom(...`${letters}=-_ \n\u00e9.`)
  const texts = fc.oneof(
    fc
      .uint8Array({ minLength: 1, maxLength: 40 })
      .map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 }),
    fc
      .tuple(
        fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 }),
        fc.string({ unit: odd, maxLength: 4 }),
      )
      .map((t) => t.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const decoded = Buffer.from(text, 'base64')
      const canonical = text !== '' && decoded.toString('base64') === text
      for (const { allocate, decodeBase64Into } of [node, portable]) {
        const out = allocate(text.length + 4)
        const length = decodeBase64Into(text, out)
        expect(length).toBe(canonical ? decoded.length : -1)
        if (canonical) expect(Buffer.from(out.subarray(0, length))).toEqual(decoded)
      }
    }),
    { numRuns: 20_000 },
  )
})

test('both refuse a letter of another alphabet whose low byte is a letter of base64', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, high) => {
      const text = Buffer.from(bytes).toString('base64')
      const at = place % text.length
      const unit = String.fromCharCode(text.charCodeAt(at) + 256 * high)
      const forged = text.slice(0, at) + unit + text.slice(at + 1)
      for (const { allocate, decodeBase64Into } of [node, portable]) {
        expect(decodeBase64Into(forged, allocate(text.length))).toBe(-1)
      }
    }),
    { numRuns: 5000 },
  )
})

test('salts are in range and differ', () => {
  for (const { randomSalt } of [node, portable]) {
    const salts = Array.from({ length: 100 }, randomSalt)
    expect(salts.every((salt) => salt >= 1 && salt < 2 ** 31)).toBe(true)
    expect(new Set(salts).size).toBeGreaterThan(95)
  }
})
