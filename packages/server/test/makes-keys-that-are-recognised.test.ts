import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isKeyText, keyHash, newKey } from '../src/keys/key-text.ts'

// T10 of the threat model: keys that nobody guesses, recognised when they are mistyped or leaked.

test('a key is told by its beginning, and by its end that it was not mistyped', () => {
  for (let nth = 0; nth < 200; nth++) {
    const { text, made } = newKey()
    expect(text).toMatch(/^sym_[0-9A-Za-z]{49}$/)
    expect(isKeyText(text)).toBe(true)
    expect(made).toMatchObject({ hash: keyHash(text), last4: text.slice(-4) })
    expect(made.hash).not.toContain(text.slice(4))
  }
})

test('any one character that is wrong, missing or too many is noticed', () => {
  const { text } = newKey()
  const character = fc.constantFrom(...'0123456789abcXYZ_- é')
  fc.assert(
    fc.property(fc.nat(text.length - 1), character, (at, other) => {
      const wrong = text.slice(0, at) + other + text.slice(at + 1)
      expect(isKeyText(wrong)).toBe(wrong === text)
      expect(isKeyText(text.slice(0, at) + text.slice(at + 1))).toBe(false)
      expect(isKeyText(text.slice(0, at) + other + text.slice(at))).toBe(false)
    }),
  )
})

test('no two keys, ids or hashes are the same', () => {
  const keys = Array.from({ length: 1000 }, newKey)
  expect(new Set(keys.map(({ text }) => text)).size).toBe(1000)
  expect(new Set(keys.map(({ made }) => made.id)).size).toBe(1000)
  expect(new Set(keys.map(({ made }) => made.hash)).size).toBe(1000)
})
