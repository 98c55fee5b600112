import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKey, isGood, keyState, revokeKey, rotateKey } from '../src/keys/api-key.ts'
import { newKey } from '../src/keys/key-text.ts'

const at = 1_800_000_000

function someKey(expiresInSeconds?: number) {
  return createKey(newKey().made, { name: 'a', scopes: ['tokens:issue'], expiresInSeconds }, at)
}

test('a key without an end is good until it is revoked', () => {
  const key = someKey()
  expect(isGood(key, at + 1e9)).toBe(true)
  const revoked = revokeKey(key, at + 5)
  expect(isGood(revoked, at + 5)).toBe(false)
  expect(keyState(revoked, at)).toBe('revoked')
  expect(revokeKey(revoked, at + 9)).toEqual(revoked)
})

test('a key is good up to the second in which it expires', () => {
  const key = someKey(60)
  expect([isGood(key, at + 59), isGood(key, at + 60)]).toEqual([true, false])
  expect([keyState(key, at + 59), keyState(key, at + 60)]).toEqual(['active', 'expired'])
})

test('rotated, both are good for the overlap, and the new one for as long as the old one was made for', () => {
  const wish = { overlapSeconds: 100, at: at + 1000 }
  const { key, successor } = rotateKey(someKey(5000), newKey().made, wish)
  expect(key).toMatchObject({ expiresAt: at + 1100, replacedBy: successor.id })
  expect(keyState(key, at + 1099)).toBe('replaced')
  expect(successor).toMatchObject({ name: 'a', scopes: ['tokens:issue'], expiresAt: at + 6000 })
  expect(successor.hash).not.toBe(key.hash)
  expect(rotateKey(someKey(), newKey().made, wish).successor.expiresAt).toBeUndefined()
})

test.each([
  ['revoked', revokeKey(someKey(), at)],
  ['expired', someKey(1)],
  ['replaced', rotateKey(someKey(), newKey().made, { overlapSeconds: 99, at }).key],
])('one that is %s is not rotated', (_state, key) => {
  const wish = { overlapSeconds: 10, at: at + 5 }
  expect(() => rotateKey(key, newKey().made, wish)).toThrow(
    expect.objectContaining({ code: 'KEY_ENDED' }),
  )
})

test('no rotation lets a key live longer than it would have', () => {
  const span = fc.nat(1e8)
  fc.assert(
    fc.property(fc.option(span, { nil: undefined }), span, span, (life, overlapSeconds, later) => {
      const old = someKey(life === undefined ? undefined : life + 1)
      const now = Math.min(at + later, (old.expiresAt ?? Number.POSITIVE_INFINITY) - 1)
      const { key } = rotateKey(old, newKey().made, { overlapSeconds, at: now })
      expect(key.expiresAt).toBeLessThanOrEqual(now + overlapSeconds)
      expect(key.expiresAt).toBeLessThanOrEqual(old.expiresAt ?? Number.POSITIVE_INFINITY)
    }),
  )
})
