import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { storedKeys } from '../src/keys/stored-keys.ts'
import { keptProject, serving } from './authority.ts'
import { testApp } from './fixture.ts'

// those of the database and the test's HTTP stay as they are
const toFake = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'performance',
] as const
beforeEach(() => void vi.useFakeTimers({ toFake: [...toFake] }))
afterEach(() => void vi.useRealTimers())

/** A store that can be told to stand still: it neither answers nor fails. */
async function standingStill() {
  const state = { still: false, revision: 1, reads: 0 }
  const faults: unknown[] = []
  const store = {
    revision: () => {
      state.reads++
      return state.still ? new Promise<string>(() => {}) : Promise.resolve(`${state.revision}`)
    },
    listKeys: async () => [],
    noteKeyUses: async () => {},
  }
  const keys = await storedKeys(store, (error) => faults.push((error as Error).message))
  onTestFinished(() => keys.stop())
  return { state, faults, keys }
}

test('what a store that stands still is asked is given up after 5 seconds, and asked again', async () => {
  const { state, faults, keys } = await standingStill()
  state.still = true
  const before = state.reads
  await vi.advanceTimersByTimeAsync(5_900)
  expect(faults).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(faults).toEqual(['keys were not read within 5 seconds'])
  expect(state.reads).toBe(before + 2)
  state.still = false
  await vi.advanceTimersByTimeAsync(6000)
  expect(keys.ageSeconds()).toBeLessThan(2)
})

test('an answer that comes after it was given up changes nothing', async () => {
  const answers: ((revision: string) => void)[] = []
  const lists: string[] = []
  let late = false
  const store = {
    revision: () =>
      late ? new Promise<string>((resolve) => answers.push(resolve)) : Promise.resolve('1'),
    listKeys: async () => {
      lists.push('read')
      return []
    },
    noteKeyUses: async () => {},
  }
  const keys = await storedKeys(store, () => {})
  onTestFinished(() => keys.stop())
  late = true
  await vi.advanceTimersByTimeAsync(60_000)
  const age = keys.ageSeconds()
  answers[0]!('2')
  await vi.advanceTimersByTimeAsync(0)
  expect(keys.ageSeconds()).toBeGreaterThanOrEqual(age)
})

test('after 30 seconds without the store a server is not ready, and says which memory is old', async () => {
  const { state, keys } = await standingStill()
  const { app } = await testApp({ readModels: [keys] })
  const ready = async () => {
    const { statusCode, body } = await app.inject({ url: '/readyz?verbose' })
    return [statusCode, JSON.parse(body)]
  }
  expect(await ready()).toEqual([
    200,
    { status: 'ready', checks: [{ name: 'keys', ageSeconds: 0, fresh: true }] },
  ])
  state.still = true
  await vi.advanceTimersByTimeAsync(29_000)
  expect((await ready())[0]).toBe(200)
  await vi.advanceTimersByTimeAsync(3_000)
  const [status, { status: said, checks }] = await ready()
  expect([status, said, checks[0].fresh]).toEqual([503, 'stale', false])
  expect(checks[0].ageSeconds).toBeGreaterThan(30)
  expect(JSON.parse((await app.inject({ url: '/readyz' })).body)).toEqual({ status: 'stale' })
  expect((await app.inject({ url: '/livez' })).statusCode).toBe(200)
  state.still = false
  await vi.advanceTimersByTimeAsync(10_000)
  expect((await ready())[0]).toBe(200)
})

test('a server tells the age of everything that it has of its database', async () => {
  vi.useRealTimers()
  const { call } = await serving(await keptProject())
  const { status, body } = await call('GET /readyz?verbose')
  expect(status).toBe(200)
  const names = body.checks.map(({ name }: { name: string }) => name)
  expect(names).toEqual(expect.arrayContaining(['projects', 'keys']))
})
