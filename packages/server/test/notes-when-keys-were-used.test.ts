import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { type ApiKey, createKey, revokeKey } from '../src/keys/api-key.ts'
import { newKey } from '../src/keys/key-text.ts'
import { storedKeys } from '../src/keys/stored-keys.ts'

const at = 1_800_000_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A store that counts what is written. */
async function keysInMemory() {
  const { text, made } = newKey()
  const written: [string, number][][] = []
  const faults: unknown[] = []
  const state = {
    keys: [createKey(made, { name: 'a', scopes: ['tokens:issue'] }, at)] as readonly ApiKey[],
    revision: 1,
    fault: undefined as Error | undefined,
  }
  const store = {
    listKeys: async () => state.keys,
    revision: async () => String(state.revision),
    noteKeyUses: async (uses: ReadonlyMap<string, number>) => {
      if (state.fault !== undefined) throw state.fault
      written.push([...uses])
    },
  }
  const keys = await storedKeys(store, (error) => faults.push(error))
  onTestFinished(() => keys.stop())
  return { text, id: made.id, keys, state, written, faults }
}

test('of a thousand requests in a minute the last use is written once', async () => {
  const { text, id, keys, written } = await keysInMemory()
  for (let nth = 0; nth < 1000; nth++) keys.recognise(text, at + (nth % 50))
  expect(written).toEqual([])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(written).toEqual([[[id, at + 49]]])
  await vi.advanceTimersByTimeAsync(600_000)
  expect(written).toHaveLength(1)
})

test('at the end what was not written yet is', async () => {
  const { text, id, keys, written } = await keysInMemory()
  keys.recognise(text, at)
  await keys.stop()
  expect(written).toEqual([[[id, at]]])
})

test('a use that cannot be written now is written later', async () => {
  const { text, id, keys, state, written, faults } = await keysInMemory()
  keys.recognise(text, at)
  state.fault = new Error('the database is away')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(faults).toEqual([state.fault])
  state.fault = undefined
  await vi.advanceTimersByTimeAsync(60_000)
  expect(written).toEqual([[[id, at]]])
})

test('a refused key counts as not used', async () => {
  const { text, keys, state, written } = await keysInMemory()
  state.keys = state.keys.map((key) => revokeKey(key, at))
  state.revision++
  await vi.advanceTimersByTimeAsync(1000)
  expect(keys.recognise(text, at)).toBeUndefined()
  expect(keys.recognise(newKey().text, at)).toBeUndefined()
  await keys.stop()
  expect(written).toEqual([])
})

test('the keys are read again only when something was changed', async () => {
  const { text, keys, state } = await keysInMemory()
  const before = state.keys
  state.keys = []
  await vi.advanceTimersByTimeAsync(10_000)
  expect(keys.recognise(text, at)).toEqual(before[0])
  state.revision++
  await vi.advanceTimersByTimeAsync(1000)
  expect(keys.recognise(text, at)).toBeUndefined()
  expect(keys.anyGood(at)).toBe(false)
})
